-- A release by hand: P0 is shown whole and flagged, P9 is hidden whole, every third place is hidden on bullying.
insert into dim_wave by name select * from (values
    ('2023', 2023, 'NETS 2023', 1, true), ('2024', 2024, 'NETS 2024', 2, true), ('2025', 2025, 'NETS 2025', 3, false)
) as t(wave_code, wave_year, wave_label, wave_order, has_data);
insert into dim_profession by name select * from (values ('nursing', 'Nursing', 1), ('dental', 'Dental', 2))
    as t(profession_code, profession_name, sort_order);
insert into dim_eqf_domain by name select 'D' || i as domain_code, 'Domain ' || i as domain_name, i as sort_order
    from range(1, 7) as r(i);
insert into dim_isf_category by name select i as isf_category, 'Category ' || i as isf_name from range(5) as r(i);
insert into dim_indicator by name select * from (values
    ('supervision', 'Rated supervision well', 'Supervision', 'positive', 'D3', true, 2018, 2018),
    ('overall', 'Rated it all well', 'Overall', 'positive', null, false, 2018, 2024),
    ('bullying', 'Did not experience bullying', 'Bullying', 'negative', 'D1', true, 2019, 2019)
) as t(indicator_code, favourable_label, theme, polarity, domain_code, is_scored, valid_from_year,
    comparable_from_year);
update dim_indicator set base_description = 'Respondents who answered';
insert into dim_provider by name select 'P' || i || '@1' as provider_key, 'P' || i as provider_code,
    'PLACE ' || i || ' (SAMPLE)' as provider_name, 'R' || i % 2 as region_code, 'Region ' || i % 2 as region_name,
    'acute' as provider_type_code, true as is_current
    from range(10) as r(i);
insert into fct_survey_place by name
    with place as (
        select 'provider' as place_level_code, 'P' || i as place_code, i from range(10) as r(i)
        union all select 'region', 'R' || i, 0 from range(2) as r(i)
        union all select 'national', 'ENGLAND', 0
    ), cell as (
        select place.*, wave_code, profession_code, indicator_code, polarity,
            case when i = 9 or (i % 3 = 2 and indicator_code = 'bullying') then 'suppressed' else 'shown' end
                as status_code
        from place, dim_indicator, (values ('2023'), ('2024')) as w(wave_code),
            (values ('all'), ('nursing'), ('dental')) as p(profession_code)
        where profession_code = 'all' or place_level_code = 'national'
    )
    select * exclude (i, polarity), if(status_code = 'shown', 40 + 20 * i, null) as respondents,
        if(status_code = 'shown', if(place_level_code = 'national', 80e0, 62e0 + 3 * i), null) as favourable_pct,
        if(polarity = 'negative', 100 - favourable_pct, favourable_pct) as value_pct,
        value_pct - 4 as value_lower_95, value_pct + 6 as value_upper_95
    from cell;
insert into rpt_indicator_trend by name select place_level_code, place_code, profession_code, indicator_code,
    wave_code, '2023' as previous_wave_code, 'worse' as direction_code, true as is_clear_change
    from fct_survey_place where wave_code = '2024' and place_code = 'P0';
insert into fct_domain_risk by name
    select '2024' as wave_code, 'P' || i as provider_code, 'P' || i || '@1' as provider_key, profession_code,
        domain_code, if(i = 9 or (i + n) % 4 = 3, 'suppressed', 'shown') as status_code,
        if(domain_code = 'D4', 'not_asked', status_code) as survey_status_code, 'shown' as exposure_status_code,
        if(survey_status_code = 'shown', 2.4 - i / 5, null) as z_survey,
        if(status_code = 'shown', if(i = 0, 2.4, 0.3), null) as z_composite,
        case when status_code <> 'shown' then null when i = 0 then 'risk' else 'no_evidence_of_risk' end as band,
        if(status_code = 'shown', i <> 1, null) as is_band_firm, if(status_code = 'shown', if(i = 1, 2, 0), null)
            as band_alternatives,
        1 as concerns_open, 0.4 as concerns_expected, 0.1 as concerns_lower_95, 5.6 as concerns_upper_95,
        'met' as declaration
    from range(10) as r(i), (values ('nursing', 0), ('dental', 1)) as p(profession_code, n), dim_eqf_domain;
insert into rpt_domain_movement by name select wave_code, provider_code, profession_code, domain_code,
    if(provider_code = 'P0', 'less_favourable', null) as direction_code, 0.8 as z_change,
    0.2 as change_lower_95, 1.4 as change_upper_95
    from fct_domain_risk;
insert into rpt_triangulation_change by name select wave_code, provider_code, profession_code, domain_code,
    if(status_code = 'suppressed', 'hidden', if(provider_code = 'P0', 'emerging', 'clear')) as movement_code
    from fct_domain_risk;
insert into rpt_domain_reason by name select wave_code, provider_code, provider_key, profession_code, domain_code,
    band, '12 of 40 learners answered the survey.' as survey_reason, 'Evidence: sufficient.' as evidence_reason,
    'Worth asking: what lies behind these answers?' as question
    from fct_domain_risk where band = 'risk';
insert into rpt_triangulation_place by name select '2024' as wave_code, level as place_level_code, place as place_code,
    profession_code, domain_code, 20 as cells, 2 as survey_flagged, 9 as survey_not_flagged, 5 as survey_hidden,
    1 as concerns_flagged, 0 as self_assessment_flagged, 1 as movement_emerging, 0 as movement_receding,
    1 as escalation_prompts, 2 as assurance_gaps
    from (values ('national', 'ENGLAND'), ('region', 'R0'), ('region', 'R1')) as p(level, place),
        (values ('all'), ('nursing'), ('dental')) as q(profession_code),
        (select domain_code from dim_eqf_domain union all select 'all') as d;
insert into fct_response_rate by name select '2024' as wave_code, level as place_level_code, place as place_code,
    'all' as profession_code, if(place = 'P9', null, 40) as responses, if(place = 'P9', null, 160) as learners,
    if(place = 'P9', null, 25.0) as response_rate_pct, if(place = 'P9', null, 'adequate') as rate_quality_code,
    if(place = 'P9', 'suppressed', 'shown') as status_code, status_code as learner_status_code
    from (values ('national', 'ENGLAND'), ('provider', 'P0'), ('provider', 'P9')) as p(level, place);
insert into rpt_assurance_topic by name select 2024 as cycle, '2024' as wave_code, 'P0' as provider_code, *
    from (values
        ('guardian', 'Guardian', 'met', 'shown', 'shown', 40, 62.0, 80.0, 18.0, true, true),
        ('culture', 'Fair culture', 'met', 'hidden', 'suppressed', null, null, null, null, null, null)
    ) as t(topic_code, topic_name, declaration, survey_evidence_code, status_code, respondents,
        learner_favourable_pct, benchmark_pct, gap_points, is_learner_gap, is_domain_gap);
update rpt_assurance_topic set question = 'Do learners know one?', widest_indicator_code = 'supervision';
insert into fct_concern by name select 'C-' || i as concern_id, 'P0' as provider_code, 'D3' as primary_domain_code,
    date '2023-02-01' as raised_on, i as current_isf_category, i as highest_isf_category, i > 1 as is_open,
    if(i > 1, null, date '2024-01-01') as closed_on, false as patient_safety, date '2024-06-01' as as_of_on
    from range(1, 4) as r(i);
insert into fct_concern_span by name select concern_id, date '2023-02-01' as valid_from,
    date '9999-12-01' as valid_to, date '9999-12-01' as known_to, current_isf_category as isf_category,
    is_open from fct_concern;
insert into fct_concern_event by name select concern_id || '-1' as event_id, concern_id, 1 as event_sequence,
    date '2023-02-01' as occurred_on, 'raised' as event_type_code, current_isf_category as to_category
    from fct_concern;
insert into rpt_concern_prompt by name select 'C-3' as concern_id, 'P0' as provider_code, 3 as current_isf_category,
    true as is_open, 'review_overdue' as prompt_code, 'Review overdue' as prompt_name,
    'Has it been held?' as question, date '2024-03-01' as since_on;
insert into rpt_concern_place_month by name select date '2024-05-31' as month_end, level as place_level_code,
    place as place_code, 'all' as profession_code, 'all' as domain_code, 2 as open_total, 1 as open_isf_3,
    0 as open_isf_4
    from (values ('national', 'ENGLAND'), ('region', 'R0')) as p(level, place);
insert into rpt_published_figure by name select 'nets' as source_code, 'supervision' as measure_code,
    2024 as figure_year, 'Quality of supervision' as measure_label, 'Respondents who answered' as base_used,
    '=' as comparator, 80.0 as published_pct, 'shown' as status_code, 400 as base_size, 80.1 as value_pct,
    0.1 as difference, true as within_tolerance;
insert into rpt_score_firmness by name select '2024' as wave_code, 'cap_high' as alternative_code,
    'source_z_cap' as parameter, 4.0 as governed_value, 5.0 as tried_value, 'One z either way' as why,
    90 as cells, 3 as cells_changed, 3.3 as changed_pct;

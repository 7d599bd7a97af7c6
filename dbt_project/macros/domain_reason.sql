{#-
  Sentences about a published risk cell, in plain English: what was said, how far from like providers, what the
  concern log and the provider say, which floor holds, what to ask. They name figures and ask; they never judge.
  `cell` is a relation with the columns of the published fct_domain_risk. A part with nothing to say is empty.
-#}

{#- "1 concern", "2 concerns". -#}
{% macro counted_noun(number, noun) -%}
cast({{ number }} as varchar) || case when {{ number }} = 1 then ' {{ noun }}' else ' {{ noun }}s' end
{%- endmacro %}

{#- A number with one decimal; one that would print as 0.0 says so. -#}
{% macro one_decimal(number) -%}
case when round({{ number }}, 1) = 0 then 'fewer than 0.1' else printf('%.1f', {{ number }}) end
{%- endmacro %}

{#- A band or other code as words. -#}
{% macro as_words(code) -%}replace({{ code }}, '_', ' '){%- endmacro %}

{#- "62 % rated supervision satisfactory or better, against 80 % at like providers (45 answers)". -#}
{% macro item_phrase(label, pct, like_pct, answers) -%}
printf('%.0f', round({{ pct }})) || ' % ' || lower(substr({{ label }}, 1, 1)) || substr({{ label }}, 2)
        || coalesce(', against ' || printf('%.0f', round({{ like_pct }})) || ' % at like providers', '')
        || ' (' || {{ counted_noun(answers, 'answer') }} || ')'
{%- endmacro %}

{#- How many learners a cell has and how many of them answered. -#}
{% macro learners_sentence(cell) -%}
case
        when {{ cell }}.survey_status_code = 'not_asked' then 'The survey asks nothing that is scored in this domain.'
        when {{ cell }}.respondents = 0
            then coalesce(
                'Of ' || {{ counted_noun(cell ~ '.learners', 'learner') }} || ', none answered the survey.',
                'Nobody answered the survey, and the number of learners is unknown.'
            )
        when {{ cell }}.respondents <= {{ cell }}.learners
            then cast({{ cell }}.respondents as varchar) || ' of '
                || {{ counted_noun(cell ~ '.learners', 'learner') }} || ' answered the survey.'
        when {{ cell }}.respondents is not null
            then {{ counted_noun(cell ~ '.respondents', 'learner') }} || ' answered the survey.'
    end
{%- endmacro %}

{#- How far the survey as a whole lies from like providers. -#}
{% macro distance_sentence(cell) -%}
case
        when round({{ cell }}.z_survey, 1) = 0 then 'Taken together, the answers are level with like providers.'
        when {{ cell }}.z_survey is not null
            then 'Taken together, the answers lie ' || printf('%.1f', abs({{ cell }}.z_survey))
                || ' standard deviations to the '
                || case when {{ cell }}.z_survey > 0 then 'less' else 'more' end
                || ' favourable side of like providers.'
    end
{%- endmacro %}

{#- Concerns on record in the window, and the highest that is still open. -#}
{% macro concerns_sentence(cell) -%}
case when {{ cell }}.concerns_open > 0 then
        {{ counted_noun(cell ~ '.concerns_open', 'concern') }}
        || case when {{ cell }}.concerns_open = 1 then ' was' else ' were' end || ' open in the '
        || {{ counted_noun('cast(parameter.concern_window_months as integer)', 'month') }} || ' to the cut-off'
        || coalesce(
            ', where ' || {{ one_decimal(cell ~ '.concerns_expected') }} || ' would be expected for its number of learners', ''
        )
        || coalesce(
            '; the highest category still open is ISF ' || cast({{ cell }}.open_isf_category as varchar),
            '; by then ' || case when {{ cell }}.concerns_open = 1 then 'it' else 'all' end || ' had been closed'
        )
        || '.'
        || case
            when {{ cell }}.has_open_patient_safety then ' An open concern is about patient safety.' else ''
        end
    end
{%- endmacro %}

{% macro declaration_sentence(cell) -%}
case {{ cell }}.declaration
        when 'not_met' then 'The provider itself declares a standard of this domain not met.'
        when 'met_with_exceptions' then 'The provider itself declares this domain met with exceptions.'
        when 'met' then 'The provider declares this domain met.'
        else 'The provider has declared nothing on this domain.'
    end
{%- endmacro %}

{#- Why the band cannot be lower, and what the scores alone would say. -#}
{% macro floor_sentence(cell) -%}
case when {{ cell }}.floor_reason is not null then
        'By policy the concern log sets a lowest band (' || {{ cell }}.floor_reason || ')'
        || case
            when {{ cell }}.band = {{ cell }}.band_raw then '; the scores alone reach this band too.'
            when {{ cell }}.band_raw = 'insufficient_evidence' then '; the scores alone are too little evidence for a band.'
            else '; the scores alone give: ' || {{ as_words(cell ~ '.band_raw') }} || '.'
        end
    end
{%- endmacro %}

{% macro evidence_sentence(cell) -%}
case
        when {{ cell }}.evidence_state = 'sufficient' then 'Evidence: sufficient.'
        when {{ cell }}.evidence_state = 'insufficient' then 'Evidence: insufficient for a score, which is apart from low.'
        when {{ cell }}.z_survey is null then 'Evidence: limited, as no survey score stands behind it.'
        else 'Evidence: limited, as few answered or few providers are alike.'
    end
{%- endmacro %}

{#- What would be worth asking; the most pressing reason decides. -#}
{% macro question_sentence(cell) -%}
'Worth asking: '
    || case
        when {{ cell }}.band = 'training_suspended' then 'what has to be in place before training resumes?'
        when {{ cell }}.sources_flagged like '%survey%' and {{ cell }}.declaration = 'met'
            then 'how does the declaration fit with what learners say?'
        when {{ cell }}.sources_flagged like '%survey%'
            then 'what do learners say lies behind these answers, and what has been tried?'
        when {{ cell }}.sources_flagged like '%concerns%' or {{ cell }}.floor_reason is not null
            then 'what is the plan for what stands in the concern log, and how far has it come?'
        when {{ cell }}.sources_flagged like '%self_assessment%'
            then 'what is planned to meet the standard, and by when?'
        else 'do learners and educators there see the same?'
    end
{%- endmacro %}

-- Spans during which a concern kept its category and open state, by the date on which things happened; once
-- for each day on which something became known.
with opening as (
    select
        knowledge.concern_id,
        knowledge.known_from,
        knowledge.known_to,
        concern.raised_on as happened_on,
        cast(0 as bigint) as event_sequence,
        coalesce(min(state.opening_category), concern.isf_category) as isf_category,
        true as is_open
    from {{ ref('int_concern_knowledge') }} as knowledge
    inner join {{ ref('stg_concerns__concern') }} as concern on knowledge.concern_id = concern.concern_id
    left join {{ ref('int_concern_known_state') }} as state
        on knowledge.concern_id = state.concern_id and knowledge.known_from = state.known_from
    group by
        knowledge.concern_id,
        knowledge.known_from,
        knowledge.known_to,
        concern.raised_on,
        concern.isf_category
),

change as (
    select
        concern_id,
        known_from,
        known_to,
        -- Nothing can be true of a concern before it was raised.
        greatest(occurred_on, raised_on) as happened_on,
        event_sequence,
        isf_category_after as isf_category,
        is_open_after as is_open
    from {{ ref('int_concern_known_state') }}
    where category_set is not null or open_set is not null
),

point as (
    select * from opening
    union all
    select * from change
),

ranked as (
    select
        *,
        row_number() over (
            partition by concern_id, known_from, happened_on order by event_sequence desc
        ) as rank_of_day
    from point
),

compared as (
    select
        *,
        lag(isf_category) over (
            partition by concern_id, known_from order by happened_on
        ) as previous_category,
        lag(is_open) over (partition by concern_id, known_from order by happened_on) as previous_is_open
    from ranked
    where rank_of_day = 1
)

select
    concern_id,
    happened_on as valid_from,
    coalesce(
        lead(happened_on) over (partition by concern_id, known_from order by happened_on), date '9999-12-31'
    ) as valid_to,
    known_from,
    known_to,
    isf_category,
    is_open
from compared
where
    previous_category is null
    or previous_category <> isf_category
    or previous_is_open <> is_open

-- One row of a response file is one learner: a file of few keeps its counts and its size to itself. So does
-- the next smallest file of the feed, or the total of all files would give the counts of the small one back.
with judged as (
    select
        audit.*,
        audit.feed = 'nets_responses'
        and ({{ is_small_base('audit.rows_in') }} or {{ is_small_base('audit.rows_accepted') }}) as is_small
    from {{ ref('ops_load_audit') }} as audit
),

ranked as (
    select
        judged.*,
        bool_or(judged.is_small) over (partition by judged.feed) as has_small,
        row_number() over (
            partition by judged.feed, judged.is_small, judged.rows_in > 0
            order by judged.rows_accepted, judged.load_id
        ) as place_by_size
    from judged
),

decided as (
    select
        ranked.*,
        ranked.is_small or (ranked.has_small and ranked.rows_in > 0 and ranked.place_by_size = 1) as is_hidden
    from ranked
)

select
    feed,
    load_id,
    file_name,
    sha256,
    {{ unless('is_hidden', 'bytes') }},
    load_sequence,
    status,
    rule_ids,
    reason,
    contract_version,
    case when is_hidden then 'suppressed' else 'shown' end as counts_status_code,
    {{ unless('is_hidden', 'rows_in') }},
    {{ unless('is_hidden', 'rows_accepted') }},
    {{ unless('is_hidden', 'rows_quarantined') }},
    {{ unless('is_hidden', 'rows_waiting') }},
    {{ unless('is_hidden', 'cells_in') }},
    {{ unless('is_hidden', 'cells_accepted') }},
    {{ unless('is_hidden', 'cells_quarantined') }},
    unknown_columns,
    warnings
from decided

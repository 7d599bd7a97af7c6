select * from {{ ref('stg_ops__superseded_row') }}

-- Named ops_ so that it does not share an asset key with the file it reads; the table is ops.load_audit.
select * from {{ ref('stg_ops__load') }}

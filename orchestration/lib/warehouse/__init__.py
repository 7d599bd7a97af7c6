"""The warehouse stage: preparing dbt's manifest. What the numbers mean is in `dbt_project/`."""

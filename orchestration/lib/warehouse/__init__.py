"""The warehouse stage: dbt's manifest, and what the warehouse was built from.

Belongs here: nothing that gives a number its meaning; that is in `dbt_project/`.
"""

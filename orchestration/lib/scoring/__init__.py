"""The scoring beside itself: other parameters, in a warehouse of their own, against the scores that stand.

Belongs here: what `eqw score` asks for. What a parameter means is in `dbt_project/`.
"""

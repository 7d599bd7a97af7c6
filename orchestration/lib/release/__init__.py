"""Releases: from the published tables of the warehouse to a sealed, versioned folder.

Belongs here: exporting the candidate, cutting, sealing, verifying, listing and comparing releases. Does not
belong here: judging a table (`lib/gates`, `expectations/`) or hiding cells (`dbt_project/models/published`).
"""

"""Gates: may a load reach dbt, may a table reach a release. Verdicts are receipts for exact bytes.

Belongs here: running suites on files of a data home and what follows. The rules are in `expectations/`.
"""

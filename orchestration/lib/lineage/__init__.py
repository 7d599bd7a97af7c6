"""Lineage: which columns a column comes from, and which rows of which files a released cell comes from.

Belongs here: working both out. Drawing columns is `lib/dictionary`, attaching them to assets is
`defs/column_lineage.py`.
"""

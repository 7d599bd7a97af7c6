"""The data dictionary of a release: every table and column, its meaning, and where it comes from, drawn.

Belongs here: gathering and drawing. Lineage is worked out in `lib/lineage`; the look is that of
`lib/quality`.
"""

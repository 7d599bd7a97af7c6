"""From archived bytes to rows that a contract accepts, and rows that wait or stay out with a reason.

Belongs here: reading files, matching headings, typing values, row and cell rules, load folders and their
manifests. Does not belong here: what was dropped and when (`landing`), or whether a load may pass (`gates`).
"""

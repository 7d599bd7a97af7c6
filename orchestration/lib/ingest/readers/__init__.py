"""One reader per file format; each gives every cell as text and the row a person would count.

Belongs here: bytes to text cells. Does not belong here: what a cell means (`cast.py`, `row_rules.py`).
"""

"""Pictures of published figures, as SVG text: the same data give the same bytes, and no network is asked.

Belongs here: one module per picture, a data frame in and SVG out. Reading a release is `published.py`; where
a picture is shown is its reader's concern. What is hidden is absent from a picture, and the picture says so.
"""

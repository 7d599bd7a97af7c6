"""Invented sample data with a known truth; see `generate.py` for the one public function.

Nothing here is read by the pipeline: it meets the rest of the product only through files in landing.
"""

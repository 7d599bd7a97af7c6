"""Disclosure control of survey figures: what a release may show so that nothing hidden can be worked out.

Belongs here: deciding a status for every cell, remembering what earlier releases hid, what it costs, and the
attack that checks it. Does not belong here: where cells come from or go to; this package knows neither
Dagster nor dbt nor the data home. What is promised, and what is not: decision 40.
"""

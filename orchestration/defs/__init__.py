"""Dagster objects only, one module per stage of the flow; a body calls `lib` and reports what it did.

Modules here do not import one another: they meet through asset keys. Everything in this folder is
imported when the code location loads, so nothing here may do work at import.
"""

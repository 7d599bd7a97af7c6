"""Quarantine: what was kept out of the loads and why, told to people and written for whoever sent the file.

Belongs here: reading what ingest put aside. Nothing is judged, run or let in here: rows that wait load by
themselves in the next run.
"""

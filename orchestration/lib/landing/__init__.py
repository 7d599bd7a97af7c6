"""What was dropped, when, and what was set aside.

Belongs here: recognising and copying files into landing, archiving raw bytes under their hash, the
append-only ledgers. Does not belong here: reading what a file says (`ingest`).
"""

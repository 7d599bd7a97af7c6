"""The audit: who or what landed, judged, promoted, built, released and set aside, when and from what.

Belongs here: the record, who acts (`actor.py`), and asking (`query.py`). What an act does is its own stage's.
"""

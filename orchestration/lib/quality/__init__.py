"""Gate results to be read: the page in each release, the page for those who run it, and Markdown for the UI.

Belongs here: turning receipts into forms for people. No rule is judged here, and what a release may hold of a
receipt is decided in `lib/gates/verdict.py`.
"""

"""Alerts: what a person should know of without looking, and how it reaches them.

Belongs here: what is alerted (`conditions.py`), what an alert says (`alert.py`), and its way out.
"""

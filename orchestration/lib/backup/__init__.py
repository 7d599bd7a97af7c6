"""Backup and restore of what cannot be made again.

Belongs here: what goes into a backup, writing it whole, and restoring it checked.
"""

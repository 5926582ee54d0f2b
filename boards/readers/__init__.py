"""Readers of the log that keep counts up to date.

Each moves a cursor of its own in the transaction of its work (`forum.store.readers`).
"""

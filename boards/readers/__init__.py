"""Readers of the log that keep counts up to date after the commit.

Each moves a cursor of its own in the transaction of its work (`forum.store.readers`).
"""

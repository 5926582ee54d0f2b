"""The limits on requests that only read: where their uses are counted, for all nodes together.

The limits themselves, and those that guard writes, stand in forum/accounts/limits.py.
"""

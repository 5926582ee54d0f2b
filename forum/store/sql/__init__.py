"""The base of every table, and SQL that is composed once instead of at each call.

Stands below the rest of the store.
"""

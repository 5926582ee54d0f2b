"""Whole tables, read in one snapshot and written as only upkeep may: what moving a city and its backups stand on.

Columns have the same kinds and values on both engines.
"""

"""A city of any size for measurements: rows written in bulk past the actions.

`build.py` makes one; each file here writes one kind of rows by SQL that SQLite and PostgreSQL both read.
"""

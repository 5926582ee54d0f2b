"""The query: how it is read, its terms, filters and cursors.

Imported by ranking and engines; imports neither.
"""

"""The query: its language and terms, its filters, the cursors of its pages.

Imported by ranking and engines; imports neither.
"""

"""The public statistics: figures of a period, each a link to the very threads behind it.

Reads what boards/readers/figures.py keeps.
"""

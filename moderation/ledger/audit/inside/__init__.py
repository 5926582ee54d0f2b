"""The audit of a database by its operator.

It is read in ranges of ids, on all cores.
"""

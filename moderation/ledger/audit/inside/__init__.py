"""The audit of a database, by who runs it.

Read in stretches, over all cores.
"""

"""Warnings and suspensions with an end, and their lifting.

Actions, queries, pages and views.
"""

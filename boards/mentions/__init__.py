"""Mentions: whom a name behind an @ means, who is told of it, and the names that are offered while one is typed.

The syntax stands in forum/text/mentions.py; offered and found is only who has written publicly under the name, and departments.
"""

"""Turns BBCode, as Discuz! and phpBB store it, into Markdown of the kind that is written here.

What has no counterpart (colours, sizes, alignment) is dropped, its text stays. Pure.
"""

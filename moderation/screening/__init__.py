"""The queue of questions that wait for a moderator, and what becomes of each.

Every question gets a disposition.
"""

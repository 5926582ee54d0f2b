"""The queue of questions that wait for a moderator, and their dispositions.

Every question gets a disposition.
"""

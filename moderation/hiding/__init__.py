"""Hiding posts and threads with a reason, and restoring them.

The text is kept; a placeholder gives role, time and reason.
"""

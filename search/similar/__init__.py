"""Answered questions like the one that is being written, and the department that answers such.

Shown before a question is asked.
"""

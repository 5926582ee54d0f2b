"""List pages: the front page, a board, the departments, and the figures for `wenqu stats`.

Paged by key, never by OFFSET.
"""

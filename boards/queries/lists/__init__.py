"""Pages that list: the front page, a board, the departments, the figures of a department.

Paged by key, never by OFFSET.
"""

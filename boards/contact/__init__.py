"""Private messages of the department that holds a case to its asker, and his answers.

Nobody else reads them but a moderator who says why, on record; the public history says only that they were written.
"""

"""Reports of posts by readers, and the moderators' answers to them.

Actions, queries, pages and views.
"""

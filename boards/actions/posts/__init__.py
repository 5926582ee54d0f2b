"""Starting threads, writing and revising posts, drafts and answer templates.

Nothing is deleted: a revision is added, the older ones stay public.
"""

"""Topics (议题): a page that gathers the threads about one matter, opened by a supervisor or a moderator.

Their public pages, and the deeds on them, which are on record.
"""

"""A member's own pages: questions with what changed, replies, watches, ratings due. Private: each is its holder's alone.

What is read and watched leaves no entry in the log.
"""

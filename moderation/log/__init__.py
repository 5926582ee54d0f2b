"""The public log: every deed of the moderators, with filters and a feed.

Deeds are shown by office, never by name.
"""

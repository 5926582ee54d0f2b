"""Atom feeds (RFC 4287): of the site, a board, a department, a category and a thread, as everybody sees them.

`pages` is what a feed says, `responses` sends it; the public log and the search have their feeds sent in the same way.
"""

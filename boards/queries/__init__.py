"""Reading: each function builds a page object, or part of one, in a fixed number of statements.

One folder a kind of page; `parts` is what several of them share.
"""

"""Search over all posts: engines, ranking, the results page.

Imports `forum` and `boards`; knows nothing of `moderation`. See `docs/search.md`.
"""

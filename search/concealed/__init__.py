"""The moderators' search of posts that are not public: hidden, held, waiting, sealed.

Reads the database itself: neither the index nor the cache of results, from which guests are answered, ever holds such a text.
"""

"""Share cards: the picture that a messenger or a social network shows beside a link to a thread.

A cache of files in the data folder; the worker draws ahead, and each request asks first what everybody may see.
"""

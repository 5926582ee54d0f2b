"""Page objects: what a template or the API gets, finished.

Frozen dataclasses of plain values; templates run no query.
"""

"""The tree of RFC 6962, the tiles of C2SP tlog-tiles, and signed notes.

Pure.
"""

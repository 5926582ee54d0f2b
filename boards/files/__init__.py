"""Pictures and documents of posts: their rules, decoding in a process of its own, storage by hash, tables and addresses.

What is published is a file made here, whose hash stands in the leaf of its post (docs/files.md).
"""

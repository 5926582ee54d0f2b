"""The checks of leaves, texts and rows, and their findings.

Pure: the audits of a site and of a database share them.
"""

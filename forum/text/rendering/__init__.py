"""The versions of the renderer: the Markdown parser of each, and what they read as links.

The HTML of a revision is stored and verified by the version with which it was made, so a version never changes once it is in use.
"""

"""The moderators' part in the demo city's story.

Called by `boards.demo` through `forum.cli`.
"""

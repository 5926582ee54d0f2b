"""Which posts come first, and which passage is shown.

Pure, over what an engine found.
"""

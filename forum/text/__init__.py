"""Checks and transformations of text: limits, markup, names, personal data.

Pure, except that `markup` needs its libraries.
"""

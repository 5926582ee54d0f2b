"""Doors beside the web page, one folder each.

Every channel stands in `boards.rules.channel`.
"""

"""Channels beside the web pages, one folder each.

`boards.rules.channel` lists every channel.
"""

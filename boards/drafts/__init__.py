"""Drafts that everybody saves on the server: begun on one device, continued on another.

They are encrypted, open only to their writer, and deleted once they are sent or have expired.
"""

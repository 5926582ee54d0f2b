"""Notifications inside the site: who is notified of which deed, and the page that shows them.

A reader of the log writes them after the commit.
"""

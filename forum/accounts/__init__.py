"""Accounts, sessions, tokens, roles held, passwords, second factor and attempt limits.

Their pages are in `forum.views`.
"""

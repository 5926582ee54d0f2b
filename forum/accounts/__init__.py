"""Accounts, sessions, tokens, roles held, passwords, second factor and attempt limits.

The pages for them stand in `forum.views`.
"""

"""Administrators' pages of accounts: finding one, disabling and enabling it, resetting its password or authenticator.

What they do is in `forum.accounts.administration`.
"""

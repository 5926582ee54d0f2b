"""What members do with their own account: devices signed in, name, phone number, closing.

Signing in and passwords are in `forum.accounts`; the pages are in `forum.views`.
"""

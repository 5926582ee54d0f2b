"""Commands of `wenqu` about accounts, departments, calendars and imports.

Registered by `forum.cli`.
"""

"""The ground's own pages: about, language, health, sign-in and account.

All others stand in the packages above.
"""

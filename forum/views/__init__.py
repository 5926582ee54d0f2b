"""The ground's own pages: about, language, health, sign-in and account.

All other pages are in the packages above.
"""

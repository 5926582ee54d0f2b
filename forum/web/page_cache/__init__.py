"""Guests' pages as they were sent, sent again for as long as they would be made the same.

docs/decisions/0013-page-cache.md says why they may be, and what a view must be like to be cached."""

"""The public page of an account: its name and the names before, and what it wrote under them.

Nothing that was written anonymously, is hidden or waits for screening; a closed account has no page.
"""

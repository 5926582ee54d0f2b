"""Pictures and documents through the API: sent first, then named by the question or reply that they belong to.

What becomes of them, and what is refused, is that of the pages (docs/files.md).
"""

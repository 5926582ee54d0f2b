"""The assessment (效能考核): the figures of a period, frozen into a document that the ledger commits to.

It is public, and computed again from the log at any time: docs/assessment.md.
"""

"""Screening, hiding, orders, the public log, the ledger and supervision.

Imports `forum` and `boards`; knows nothing of `search`.
"""

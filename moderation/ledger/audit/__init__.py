"""`wenqu verify`: the log, the rows and what a site shows, held against the signed ledger.

See `docs/verify.md`.
"""

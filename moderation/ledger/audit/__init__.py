"""`wenqu verify`: compares the log, the rows and the public pages of a site with the signed ledger.

See `docs/verify.md`.
"""

"""Sending checkpoints to witnesses, and being a witness of others' logs: both sides of C2SP tlog-witness.

See `docs/ledger.md`.
"""

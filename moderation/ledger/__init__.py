"""The public ledger: a Merkle tree over the log's leaves, signed checkpoints, proofs and receipts.

See `docs/ledger.md`.
"""

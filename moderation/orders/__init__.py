"""Sealing a post under a signed order: entered by one administrator, confirmed by another.

See `docs/sealing.md`.
"""

"""Reads a Discuz! X forum (X2 to X3.5) from a MySQL dump and stages it (docs/importing.md).

Pure but for the scratch database into which it is gathered.
"""

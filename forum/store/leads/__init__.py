"""Which worker runs which reader: one at a time, and within seconds another when that one has gone.

The locks are those of PostgreSQL, and of the file system for what each node has in its own folder (docs/deployment.md)."""

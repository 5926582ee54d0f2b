"""For whoever runs the server: whether it is ready, metrics, the log and its request ids, the page of the state.

What to watch and what to do: docs/operations.md.
"""

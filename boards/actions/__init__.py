"""Writing: each action is a verb that guards itself, runs one transaction and records one deed.

`steps` is shared by the others; `docs/architecture.md` shows the way of one question through them.
"""

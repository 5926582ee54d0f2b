"""The heart of the forum: departments, boards, threads, posts and the cases of questions.

Imports the ground (`forum`) only; `docs/architecture.md` shows its rooms.
"""

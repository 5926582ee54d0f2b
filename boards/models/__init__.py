"""The tables of boards, threads, cases, notifications and what moderators do to posts.

Peewee models without behaviour: reading is in `boards.queries`, writing in `boards.actions`.
"""

"""The outbox: what leaves the process. It is stored with the deed that causes it and sent by the worker after the commit.

Rooms that send register a transport for their channel; docs/outbox.md says what holds when something is killed.
"""

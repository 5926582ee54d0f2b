"""Serving over HTTP: connections and their limits, the server's loop, generations of processes on one socket.

The program's own part of it, views and pages, stands in forum/web/. Decision: docs/decisions/0015-http-server.md.
"""

"""The HTML routes of boards, threads, posts, departments and the desk.

A view parses the request, calls one query or one action, and renders or redirects.
"""

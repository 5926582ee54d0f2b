"""What rose: words of questions and threads that are more frequent now than usual (热点), counted by the worker.

Their public page, and the tables that the counts stand in.
"""

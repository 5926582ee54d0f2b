"""The hotline: operators enter callers' questions and work the callback queue.

Callers' data is encrypted, and each look at it is logged.
"""

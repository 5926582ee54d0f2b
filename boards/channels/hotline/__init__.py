"""The hotline: operators enter callers' questions and work the callback queue.

Callers' data is encrypted, and each time it is shown is logged.
"""

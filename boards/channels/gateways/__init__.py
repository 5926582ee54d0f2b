"""What the gateways share (WeChat, and those that follow): messages that came in and wait for the worker, tokens and failures.

Also what a simulated gateway records instead of sending it.
"""

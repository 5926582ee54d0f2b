"""Webhooks by Standard Webhooks: each public deed is sent, signed, to the targets that administrators register.

docs/webhooks.md says what an event holds, when it is sent again, and which targets are refused.
"""

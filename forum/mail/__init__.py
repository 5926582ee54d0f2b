"""Mail: the server that takes it, the letters, the confirmed address of an account, and a lost password.

Nothing here connects to a server but the transport, which the outbox calls (forum.outbox).
"""

"""Web push: the devices that asked for messages, the signing of requests (VAPID), and the transport that the outbox calls.

Only push services at public addresses are connected to, whatever a browser gives as its endpoint.
"""

"""Which gateways this site has: the administrator's page of them, and the page on which one binds a channel to one's account.

A new gateway is a row in offered.py.
"""

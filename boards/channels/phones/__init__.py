"""The simulated phone for SMS and calls: what would have gone out to a number, and what is answered from it.

Only where the gateway is simulated, as in the demo city.
"""

"""Settings of the gateways for SMS and voice, and how values of WENQU_CHANNELS are read.

It imports nothing of the program, since forum/config.py stands on it. Pure.
"""

"""The audit of a site over HTTP, by anybody.

Nothing that the site says is believed unproved.
"""

"""Flask's side: the guarded door, forms, errors, security headers, addresses.

Every view of every package is registered by `door`.
"""

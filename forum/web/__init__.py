"""What the views of every package use: `door`, forms, errors, security headers, url_for.

Every view is registered by `door`.
"""

"""A copy of everything that an account's holder wrote and that the site keeps of him, as a zip with JSON and HTML.

Made while it is sent, in bounded memory; only he gets it, with his password again.
"""

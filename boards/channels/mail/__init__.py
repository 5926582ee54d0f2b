"""Replies by mail: a letter about a notification has a signed Reply-To, and what is sent there over LMTP becomes a floor.

`reading`, `quotes` and `addresses` are pure; `actions` decides, `lmtp` is the server that the mail system hands letters to.
"""

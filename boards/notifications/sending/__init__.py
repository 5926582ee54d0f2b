"""Notifications that leave the site: who gets a letter, a digest or a push message is planned after the commit and put into the outbox.

What a message says is read when it is sent, as everybody sees it then, so that nothing concealed leaves the site.
"""

"""Forms that could not be accepted because their writer's session had ended, kept until he has signed in.

They are encrypted, open only to the browser that sent them, and deleted after success or after a day.
"""

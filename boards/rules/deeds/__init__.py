"""What each deed of the log means, once: its label, its effect, whom it concerns, its public text.

Pure; read by timeline, public log, tallies, search, notifications and audit.
"""

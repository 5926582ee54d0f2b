"""What the program's official documents have in common: notices, supervisors' briefs.

Their typesetting as PDF, and what they quote of citizens' texts.
"""

"""Posts that the word list held: the moderators' queue and their decisions.

How a post comes to be held is in `boards.actions.steps.holds`.
"""

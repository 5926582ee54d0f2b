"""When something is due: the city's policy, the calendar of working days, deadlines and their explanations.

Pure.
"""

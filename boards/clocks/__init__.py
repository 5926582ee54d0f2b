"""When something is due: the city's policy, the calendar of working days, due times and their explanations.

Pure.
"""

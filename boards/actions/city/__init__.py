"""What the administrator keeps: departments, boards, the calendar of working days.

A new calendar recomputes the open clocks.
"""

"""Administration: departments, boards, the calendar of working days.

After a change of the calendar the open clocks are recomputed.
"""

"""Move-car (移车): whose car blocks another is asked by SMS and by a call to move it; neither side sees the other's number.

`rules` and `plates` are pure: the table of states, the clocks, what a plate looks like. docs/move-car.md describes it.
"""

"""Setting up a city before its first day, and what is still missing when it is to go live.

`plan` and `checks` are pure; `making` writes what a Plan says, `facts` reads what the checks judge.
"""

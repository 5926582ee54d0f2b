"""How often threads are viewed: counted in the memory of each web process, and added to the database every few seconds.

A request only counts in memory, so it never waits for the database and never fails because of it.
"""

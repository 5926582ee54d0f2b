"""Steps that actions share; each is called inside the transaction of its action.

Change a status, store a text, check it against the word list, start and stop clocks.
"""

"""Steps that actions share; each is called inside the transaction of its action.

Change a status, put a text on record, check it against the word list, open and meet clocks.
"""

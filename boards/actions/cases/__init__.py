"""The verbs of a case: acceptance, answer, transfer, extension, rating, closure and the others.

`boards.rules.status` says which verb is allowed in which status.
"""

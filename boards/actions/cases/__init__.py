"""The verbs of a case: acceptance, answer, transfer, extension, rating, closure and the others.

Which verb is allowed when stands in `boards.rules.status`.
"""

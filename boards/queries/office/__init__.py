"""Pages of spokespersons and moderators: the desk, the workload, the forms of the verbs.

Built on the thread's queries.
"""

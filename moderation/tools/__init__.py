"""Moving, merging, splitting, pinning, locking and marking threads, with a reason.

Old addresses lead to the new place.
"""

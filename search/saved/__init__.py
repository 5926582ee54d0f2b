"""Saved searches: a member is told when what he searches for is found anew.

The worker asks as the member himself would, a few searches at a time, and tells by the notifications of boards/.
"""

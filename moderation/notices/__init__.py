"""Notices to departments (督办): warning, 抄告单, 督办通知书; issued, received, answered and closed.

Their pages, the public list, the supervisors' proposals, and the worker's part that issues and closes by itself.
"""

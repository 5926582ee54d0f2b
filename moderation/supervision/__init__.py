"""The supervisors' page: overdue cases, alarms, extension requests.

Reads the clocks; decides extensions.
"""

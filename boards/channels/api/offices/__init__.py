"""The departments through the API: their tree, people and working rules.

Their record in figures is boards/channels/api/departments.py.
"""

"""Blurring regions of published pictures, as faces and number plates: the file that is shown is replaced, on record.

The file as it was posted is kept, and opened by administrators and supervisors on record only.
"""

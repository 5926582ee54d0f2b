"""The thread page: its head, its floors, its history, its clocks.

Cut by floor, so that a thread of a million posts opens as fast as one of twenty.
"""

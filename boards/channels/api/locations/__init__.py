"""Where matters are, through the API: what is near a position, and correcting the place of a thread.

Positions are WGS-84 in degrees, named lat and long as in Open311.
"""

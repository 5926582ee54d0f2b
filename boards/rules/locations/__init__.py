"""Where a question's matter is: the reading of typed coordinates, distances, the Chinese datum, and the drawing of maps.

Pure: positions are plain numbers, WGS-84 unless a name says otherwise.
"""

"""Chinese and English: the reader's language, the catalogue, how times and numbers are shown.

`locale/en.po` holds the English; Chinese is the source.
"""

"""Open data: the public threads as files, made each month by the worker, when the city has chosen a licence.

docs/open-data.md says what is in them, and when they are withdrawn and made anew.
"""

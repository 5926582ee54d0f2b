"""The example of 14,301 questions (`wenqu demo --ruian`), whose public figures are known beforehand.

Created by the real actions at the story's times.
"""

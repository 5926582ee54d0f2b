"""What every command of `wenqu` uses: the settings, the database, the terminal's language, progress.

The commands themselves are in the packages.
"""

"""Files in the forms of writing: what was chosen, what waits in the form, and the addresses of files.

The files themselves are in boards/files.
"""

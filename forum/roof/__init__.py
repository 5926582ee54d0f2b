"""The commands that need every package: setting up, the demo city, serving, the worker.

With forum/app.py and forum/cli.py the only files of the ground that import the packages above.
"""

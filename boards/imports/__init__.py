"""Importers of departments and old questions from files.

Each checks and reports line by line, and writes through `boards.actions`.
"""

"""Importers of departments and old questions from files.

Each reads, checks and reports by line, and writes through `boards.actions`.
"""

"""Brings the members, boards, threads and posts of another forum into the city, with their floors and times.

An importer of one kind of forum (boards.imports.discuz) stages what it reads; what is staged is written here.
"""

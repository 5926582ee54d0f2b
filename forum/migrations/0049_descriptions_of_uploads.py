"""The description that an upload came with through the API or by mail; forms send theirs with the text."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("upload", "alt", TextField(default="")))

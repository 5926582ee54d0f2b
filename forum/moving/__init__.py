"""Moving a whole city: `wenqu export DIR` writes it in an open format (docs/moving.md), `wenqu import city DIR` reads it.

Backups (forum/backup) are kept in the same format.
"""

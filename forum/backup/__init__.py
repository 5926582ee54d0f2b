"""`wenqu backup DIR` and `wenqu restore DIR` (docs/backup.md): states of the city in one folder that share what they have in common.

The folder has the format of an export (forum/moving), with a manifest for each backup.
"""

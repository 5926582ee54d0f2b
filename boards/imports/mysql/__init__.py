"""Reads MySQL dumps, as mysqldump, phpMyAdmin and the backups of Discuz! and phpBB write them.

As a stream: a dump is larger than memory. Pure.
"""

"""Gathers a dump of Discuz! in the scratch database."""

from collections.abc import Collection
from typing import BinaryIO

from boards.imports.discuz.tables import Tables
from boards.imports.mysql.dump import read_dump
from boards.imports.mysql.encodings import encoding_of_file
from boards.imports.old_forum.staging import Staging
from forum.commands.progress import progress
from forum.messages import M
from forum.problems import Malformed


def stage_dump(file: BinaryIO, staging: Staging, official_groups: Collection[str] = ()) -> Tables:
    """Stage a seekable dump; returns its Tables. Raises Malformed when it is cut, or lacks a table without which there is no forum."""
    encoding = encoding_of_file(file)
    tables = Tables(encoding, frozenset(official_groups))
    for record in progress(tables.records(read_dump(file, encoding)), "rows"):
        staging.put(record)
    if missing := tables.missing():
        raise Malformed(M("这不是 Discuz! X 的完整导出：没有表 %(tables)s。", tables="、".join(missing)))
    staging.rename("kind", tables.kinds)
    staging.rename("stamp", tables.stamps)
    staging.finish()
    return tables

"""Dumps of invented Discuz! forums, written row by row."""

COLUMNS = {
    "common_usergroup": "groupid grouptitle",
    "common_member": "uid username groupid regdate",
    "ucenter_members": "uid username password salt",
    "common_smiley": "id displayorder type code",
    "forum_forum": "fid fup type name",
    "forum_thread": "tid fid typeid subject dateline views displayorder closed stamp",
    "forum_threadclass": "typeid fid name",
    "forum_post": "pid tid first position author authorid subject dateline message invisible anonymous htmlon bbcodeoff status",
    "forum_attachment_1": "aid pid filename attachment description",
}
NEEDED = ("common_member", "forum_forum", "forum_thread", "forum_post")
BEGAN = 1400000000  # seconds; 13 May 2014
ROWS = {
    "forum_forum": {"fup": 0, "type": "forum"},
    "forum_thread": {"fid": 2, "typeid": 0, "dateline": BEGAN, "views": 0, "displayorder": 0, "closed": 0, "stamp": -1},
    "forum_post": {
        "tid": 3,
        "first": 0,
        "author": "老李",
        "authorid": 0,
        "subject": "",
        "dateline": BEGAN,
        "invisible": 0,
        "anonymous": 0,
        "htmlon": 0,
        "bbcodeoff": 0,
        "status": 0,
    },
    "common_member": {"groupid": 10, "regdate": BEGAN - 1000},
    "ucenter_members": {"salt": "abcdef"},
    "forum_attachment_1": {"description": "", "attachment": "a.jpg"},
}


def dump(tables=None, encoding="utf-8", prefix="pre_", **more):
    """The bytes of a dump; `tables` and `more` are {table: [rows as dicts]}, whose columns have the defaults of ROWS."""
    given = {name: [] for name in NEEDED} | (tables or {}) | more
    return "".join(
        _table(prefix + name, COLUMNS[name].split(), ROWS.get(name, {}), rows) for name, rows in given.items()
    ).encode(encoding)


def _table(name, columns, defaults, rows):
    defined = ",\n".join(f"  `{column}` text" for column in columns)
    created = f"DROP TABLE IF EXISTS `{name}`;\nCREATE TABLE `{name}` (\n{defined}\n) ENGINE=MyISAM;\n"
    values = ",\n".join(_row({**defaults, **row}, columns) for row in rows)
    return created + (f"INSERT INTO `{name}` VALUES\n{values};\n" if rows else "")


def _row(row, columns):
    assert row.keys() <= set(columns), row
    return f"({','.join(_value(row.get(column)) for column in columns)})"


def _value(value):
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int) else "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"

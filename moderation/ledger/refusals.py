"""Why the ledger refuses to sign; a row tells the web processes."""

import json
from datetime import datetime

from forum.messages import M, Message
from forum.store import db
from moderation.ledger.models import StoredRefusal

REASONS = {
    "smaller": M(
        "日志现在只有 %(size)s 条，而公布过的存证点有 %(known)s 条（见%(where)s）：数据是从旧备份恢复的，或者有记录被删掉了。"
    ),
    "forked": M("日志的前 %(known)s 条与公布过的存证点（见%(where)s）对不上：有记录被改过或换过。"),
    "altered": M("日志第 %(first)s 至 %(last)s 条之间有记录与当初存下的哈希对不上：有记录被改过。"),
    "tiles": M("存证的哈希块缺失或损坏。"),
    "gap": M("日志缺第 %(number)s 条。"),
    "key-lost": M("签名私钥不见了（应在 %(path)s），而存证点已经公布过：请从备份取回私钥。"),
    "key-changed": M("签名私钥（%(path)s）不是签过已公布存证点的那一把（见%(where)s）：请换回原来的。"),
    "key-open": M("签名私钥 %(path)s 读不出来，或者别人也能读：请检查权限（chmod 600）。"),
    "memory": M(
        "记住最近存证点的文件 %(path)s 读不出或写不进：请检查权限和磁盘，或用 WENQU_LEDGER_MEMORY 换一个地方。"
    ),
}
_KEY = M("签名私钥不见了或不能用，而存证点已经公布过。")
# The public sentences, without paths of the machine.
PLAINLY = {
    "smaller": M(
        "日志现在只有 %(size)s 条，比公布过的存证点（%(known)s 条）少：数据是从旧备份恢复的，或者有记录被删掉了。"
    ),
    "forked": M("日志的前 %(known)s 条与公布过的存证点对不上：有记录被改过或换过。"),
    "key-lost": _KEY,
    "key-changed": _KEY,
    "key-open": _KEY,
    "memory": M("记住最近存证点的文件读不出或写不进。"),
}
IN_DATABASE = "the database"


class Refusal(Exception):
    """Nothing is signed: `.code` is one of REASONS, `.details` its values."""

    since: datetime | None = None

    def __init__(self, code, **details):
        self.code, self.details = code, details
        super().__init__(str(self.reason))

    @property
    def reason(self) -> Message:
        """The sentence for the site's operator, a Message."""
        return REASONS[self.code].with_values(**self.details)

    @property
    def public_message(self) -> Message:
        """The sentence for everybody, a Message."""
        return PLAINLY.get(self.code, REASONS[self.code]).with_values(**self.details)


def store_refusal(refusal: Refusal, now: datetime) -> None:
    """Store the refusal for the web processes; `since` stays the time at which it began."""
    details = json.dumps(refusal.details, ensure_ascii=False)
    with db.write():
        StoredRefusal.update(over=True).where(StoredRefusal.code != refusal.code, ~StoredRefusal.over).execute()
        row = StoredRefusal.get_or_none(StoredRefusal.code == refusal.code)
        if row is None:
            StoredRefusal.insert(code=refusal.code, details=details, since=now).execute()
        elif row.over or row.details != details:
            since = now if row.over else row.since
            StoredRefusal.update(details=details, since=since, over=False).where(StoredRefusal.id == row.id).execute()


def clear_refusal() -> None:
    """Mark the refusal as over, since the ledger signs again."""
    with db.write():
        StoredRefusal.update(over=True).where(~StoredRefusal.over).execute()


def current_refusal() -> Refusal | None:
    """The Refusal that holds now with `.since`, or None."""
    row = StoredRefusal.get_or_none(~StoredRefusal.over)
    if row is None:
        return None
    refusal = Refusal(row.code, **json.loads(row.details))
    refusal.since = row.since
    return refusal

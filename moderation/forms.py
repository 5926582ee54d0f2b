"""The form fields of a reason, which every deed of a moderator needs."""

from collections.abc import Iterable

from forum.fields import Field
from forum.messages import M, Message
from forum.text.reasons import LABELS as REASON_LABELS, LIMIT, Reason


def reason_fields(codes: Iterable[Reason], must_say: bool = False, hint: Message | None = None) -> tuple[Field, Field]:
    """The two fields of a reason: one from the list, and words; the reason is public unless `hint` says otherwise."""
    options = tuple((code.value, REASON_LABELS[code]) for code in codes)
    public = (
        M("理由会公开。请写明违反了哪一条规则，不要抄录被处理的内容。")
        if must_say
        else M("理由会公开。选“其他”时必须写明。")
    )
    return (
        Field("code", "radios", M("理由"), options=options),
        Field("reason", "area", M("说明"), hint or public, required=must_say, limit=LIMIT),
    )

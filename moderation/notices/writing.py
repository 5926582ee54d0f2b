"""The document of a notice, of what the database has."""

from boards.clocks.city import City
from boards.clocks.notices import number_of
from boards.clocks.policy import NoticeKind
from boards.models.threads import Clock, Post, Revision, Thread
from boards.queries.parts import shown
from boards.rules.channel import channel_label
from boards.rules.labels import CLOCK_LABELS, KIND_LABELS
from forum.messages import M
from moderation.documents.quoting import without_personal
from moderation.notices.document import EXCERPT, Document, Facts, document_of
from moderation.notices.models import Notice

HIDDEN_TEXT = M("（内容已屏蔽）")


def written(notice: Notice, thread: Thread, city: City) -> Document:
    """The Document of a notice: what everybody may see of the case as it is now, the rest as it was issued."""

    def local(at):
        return at and at.astimezone(city.timezone)

    asked_as, clock = KIND_LABELS.get(thread.kind), Clock.get_by_id(notice.clock_id)
    return document_of(
        Facts(
            kind=NoticeKind(notice.kind),
            number=_number(notice),
            body=notice.body,
            addressee=notice.addressee,
            issued_at=local(notice.issued_at),
            due_at=local(notice.clock_due_at),
            clock=str(CLOCK_LABELS[clock.kind]),
            thread=thread.id,
            asked_at=local(thread.created_at),
            channel=str(channel_label(thread.channel, city.site)),
            question_kind=str(asked_as) if asked_as else "问题",
            title=without_personal(str(shown.shown_title_of(thread, thread.hidden))),
            text=_excerpt(thread),
            head=notice.head,
            contact=notice.contact,
            copies=notice.copies,
            seal=notice.seal,
            demand=notice.demand,
            circular=_circular_before(notice),
            feedback_due_at=local(notice.feedback_due_at),
            signed_at=local(notice.signed_at),
            feedback=notice.feedback or "",
            feedback_at=local(notice.feedback_at),
        )
    )


def _circular_before(notice):
    """What a 督办通知书 says of the 抄告单 that it follows; '' for other notices."""
    same = (Notice.clock == notice.clock_id) & (Notice.clock_due_at == notice.clock_due_at)
    found = Notice.get_or_none(same, Notice.kind == NoticeKind.CIRCULAR.value)
    return f"《舆情抄告单》（{_number(found)}）" if found and notice.kind == NoticeKind.URGING else ""


def _number(notice):
    return number_of(notice.mark, notice.year, notice.number)


def _excerpt(thread):
    """The beginning of the question as everybody may read it, without personal data."""
    first = (Post.thread == thread.id) & (Post.floor == 1)
    post = Post.select(Post.hidden_at, Post.seal_order_id, Post.revision, Post.id).where(first).first()
    if thread.hidden or post is None or post.hidden_at or post.seal_order_id:
        return str(HIDDEN_TEXT)
    latest = (Revision.post == post.id) & (Revision.number == post.revision)
    text = without_personal(" ".join(Revision.select(shown.text_column()).where(latest).scalar().split()))
    return f"{text[:EXCERPT]}……" if len(text) > EXCERPT else text

"""The files of a submitted form: those just chosen become uploads, those chosen before are named by the form.

A form that is refused shows them again, with what was typed about each.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import g, request

from boards.actions.steps.attaching import with_uploads
from boards.actions.steps.recording import Draft
from boards.files.actions import take
from boards.files.models import Upload
from boards.files.pages import FileField, PendingFile
from boards.files.queries import uploads_of
from boards.files.rules import LARGEST, of_file, shown_name
from boards.files.storage import Store
from boards.rules.text.text_review import ReviewAnswers, Typed, cover_chosen, read
from forum.messages import M, Message
from forum.problems import Invalid, Problem
from forum.roles import Actor
from forum.web.door import settings
from forum.wenqu import wenqu

ALT = "alt-"  # the field of an upload's description is called alt-KEY
AGAIN = M("刚才选的文件没有传上来，请再选一次。")


@dataclass(frozen=True)
class SentFiles:
    """The uploads of a form in their order, the description of each by its key, the keys to leave out, and what is wrong."""

    uploads: tuple[Upload, ...] = ()
    typed: dict[str, Typed] | None = None
    dropped: frozenset[str] = frozenset()
    errors: tuple[Message, ...] = ()

    @property
    def texts(self) -> tuple[Typed, ...]:
        """The descriptions of what is kept, as they were typed."""
        return tuple(self.alt(each) for each in self.kept)

    def alt(self, upload: Upload) -> Typed:
        """The description of an upload."""
        return (self.typed or {}).get(upload.key, Typed(""))

    @property
    def kept(self) -> tuple[Upload, ...]:
        """The uploads that are to be published."""
        return tuple(each for each in self.uploads if each.key not in self.dropped)

    @property
    def position(self) -> str:
        """Where the first of the photos that has a place was taken, '' without any; only those read with `use_place` have one."""
        placed = [each for each in self.kept if each.latitude is not None]
        return f"{placed[0].latitude:.5f}, {placed[0].longitude:.5f}" if placed else ""

    def field(self, actor: Actor) -> FileField:
        """The FileField as the form shows it again."""
        pending = tuple(pending_file(each, self.alt(each).text, each.key in self.dropped) for each in self.uploads)
        return FileField(pending, actor.official)


def read_files(actor: Actor, now: datetime) -> SentFiles:
    """The SentFiles of this request; files that were just chosen are decoded and stored once, however often it is called."""
    if "sent_files" not in g:
        earlier = uploads_of(request.form.getlist("picture"), actor)
        typed = {each.key: read(request.form.get(ALT + each.key, "")) for each in earlier}
        made, errors = _taken(actor, now, settings().file_quota.post - len(earlier))
        dropped = frozenset(request.form.getlist("drop"))
        g.sent_files = SentFiles((*earlier, *made), typed, dropped, errors)
    found: SentFiles = g.sent_files
    return found


def begun_files(actor: Actor) -> FileField:
    """The FileField of a form that begins with the uploads that the address names (`picture`) and describes."""
    named = uploads_of(request.args.getlist("picture"), actor)
    return FileField(tuple(pending_file(each, request.args.get(ALT + each.key, "")) for each in named), actor.official)


def named_files(sent: SentFiles) -> list[tuple[str, str]]:
    """The fields of an address with which a form begins with these files again."""
    return [pair for each in sent.kept for pair in (("picture", each.key), (ALT + each.key, sent.alt(each).text))]


def pending_file(upload: Upload, alt: str = "", dropped: bool = False) -> PendingFile:
    """The PendingFile of an Upload."""
    return PendingFile(upload.key, upload.kind, upload.name, upload.width, upload.height, upload.size, alt, dropped)


def with_files(draft: Draft, sent: SentFiles, answers: ReviewAnswers, actor: Actor) -> Draft:
    """The Draft with the form's files and what the word list says of their descriptions; raises Invalid for `pictures`."""
    if sent.errors:
        raise Invalid(pictures=sent.errors[0] if len(sent.errors) == 1 else _joined(sent.errors))
    if len(sent.kept) > settings().file_quota.post:
        raise Invalid(pictures=most_files())
    return with_uploads(draft, [(each, cover_chosen(sent.alt(each), answers)) for each in sent.kept], actor)


def _taken(actor: Actor, now: datetime, room: int) -> tuple[tuple[Upload, ...], tuple[Message, ...]]:
    """(uploads made of the files that were just chosen, what is wrong with the others)."""
    chosen = [each for each in request.files.getlist("pictures") if each.filename]
    if not chosen or not actor.signed_in:
        return (), ()
    if g.get("shown_again") is not None:
        return (), (AGAIN,)
    made: list[Upload] = []
    errors: list[Message] = [most_files()] if len(chosen) > max(room, 0) else []
    for each in chosen[: max(room, 0)]:
        outcome = take_or_message(each.stream.read(LARGEST + 1), each.filename or "", actor, now)
        each.stream.seek(0)
        (made if isinstance(outcome, Upload) else errors).append(outcome)  # type: ignore[arg-type]
    return tuple({each.sha256: each for each in made}.values()), tuple(errors)


def take_or_message(content: bytes, name: str, actor: Actor, now: datetime) -> Upload | Message:
    """The Upload of one chosen file, or the sentence that says why it was not taken."""
    store: Store = wenqu().files  # type: ignore[assignment]
    agreed = bool(request.form.get("use_place"))
    try:
        given: dict[str, Any] = {"pacing": settings().rate_limits, "position": agreed, "quota": settings().file_quota}
        return take(content, name, actor=actor, now=now, store=store, **given)
    except Problem as problem:  # one that concerns the whole form is raised by its action too
        return of_file(shown_name(name), getattr(problem, "errors", {}).get("pictures", problem.detail))


def most_files() -> Message:
    """The sentence about more files than a post may have."""
    return M("最多 %(most)s 个文件，多出来的没有传上来。", most=settings().file_quota.post)


def _joined(errors: tuple[Message, ...]) -> Message:
    joined = errors[0]
    for each in errors[1:]:
        joined = M("%(first)s %(then)s", first=joined, then=each)
    return joined

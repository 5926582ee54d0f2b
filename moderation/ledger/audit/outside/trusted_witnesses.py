"""The cosignatures that a verifier asks for: of the witnesses whose keys he holds, and believes more than the site."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from forum.messages import M, Message
from moderation.ledger.audit.checks.findings import Finding, FindingKind
from moderation.ledger.audit.outside.reading import NotOnSite, Site
from moderation.ledger.merkle import notes
from moderation.ledger.merkle.notes import Checkpoint, Note, NoteError, Verifier

OLDEST = timedelta(days=1)  # of the last cosignature, while the ledger has grown since
LARGEST_NOTE = 64 * 1024  # bytes
LATEST = datetime(2200, 1, 1, tzinfo=UTC).timestamp()


@dataclass(frozen=True)
class Witnessed:
    """A checkpoint and the trusted witnesses that signed it: {name: when it says it signed}."""

    checkpoint: Checkpoint
    signers: dict[str, datetime]

    def line(self) -> Message:
        """What is told of it."""
        return M(
            "到第 %(size)s 条有见证：%(names)s，签于 %(at)s",
            size=self.checkpoint.size,
            names=", ".join(self.signers),
            at=f"{max(self.signers.values()):%Y-%m-%d %H:%M:%S} UTC",
        )


class TrustedWitnesses:
    """The witnesses of `verifiers`, of which `quorum` must have signed."""

    def __init__(self, verifiers: tuple[Verifier, ...], quorum: int) -> None:
        self.verifiers, self.quorum = verifiers, quorum

    def examine(self, site: Site, note: str, newest: Checkpoint, vkey: str) -> tuple[Witnessed | None, list[Finding]]:
        """(the largest Witnessed that enough have signed, findings) of the newest checkpoint and of what a site calls witnessed.

        `note` is the signed note of the `newest`, `vkey` the log's key.
        """
        found = [note]
        with suppress(NotOnSite):  # the newest checkpoint may carry enough signatures by itself
            found.append(site.text("/ledger/witnessed", LARGEST_NOTE))
        return self.examine_notes(found, newest, vkey, datetime.now(UTC))

    def examine_notes(
        self, found: Iterable[str], newest: Checkpoint, vkey: str, now: datetime
    ) -> tuple[Witnessed | None, list[Finding]]:
        """The same of signed notes at a time."""
        witnessed, findings, most = None, [], 0
        for text in found:
            try:
                checkpoint = notes.open_checkpoint(text, notes.read_vkey(vkey))
                signers = self.signers(notes.read_note(text))
            except NoteError as error:
                findings.append(Finding(FindingKind.WITNESS, M("有见证的存证点不对：%(why)s", why=str(error))))
                continue
            most = max(most, len(signers))
            if len(signers) >= self.quorum and (witnessed is None or checkpoint.size > witnessed.checkpoint.size):
                witnessed = Witnessed(checkpoint, signers)
        return witnessed, [*findings, *self._lacking(witnessed, most, newest, now)]

    def signers(self, note: Note) -> dict[str, datetime]:
        """{name: time} of the trusted witnesses that signed a note; raises NoteError for a forged signature."""
        return {
            verifier.name: _time(verifier, note)
            for verifier in self.verifiers
            if any(line.is_of(verifier) for line in note.lines)
        }

    def have_signed(self, note: Note) -> bool:
        """Whether enough of them signed a note; raises NoteError for a forged signature."""
        return len(self.signers(note)) >= self.quorum

    def _lacking(self, witnessed: Witnessed | None, most: int, newest: Checkpoint, now: datetime) -> Iterator[Finding]:
        if witnessed is None:
            sentence = M(
                "您信任的见证方里最多有 %(n)s 家为存证点签了名，需要 %(quorum)s 家", n=most, quorum=self.quorum
            )
            yield Finding(FindingKind.WITNESS, sentence)
        elif witnessed.checkpoint.size > newest.size:
            yield Finding(
                FindingKind.ROLLBACK,
                M(
                    "见证方签过的账有 %(known)s 条，网站给出的只有 %(size)s 条：账被截短了",
                    known=witnessed.checkpoint.size,
                    size=newest.size,
                ),
            )
        elif witnessed.checkpoint.size < newest.size and now - max(witnessed.signers.values()) > OLDEST:
            yield Finding(FindingKind.WITNESS, M("见证已经停了一天以上：%(line)s", line=witnessed.line()))


def check_root(witnessed: Witnessed, root: bytes) -> Iterator[Finding]:
    """The Finding that the root over the same leaves is another than the one that the witnesses signed."""
    if root != witnessed.checkpoint.root:
        sentence = M("前 %(n)s 条不是见证方签过的那本账：网站给您看的是另一本", n=witnessed.checkpoint.size)
        yield Finding(FindingKind.SPLIT, sentence)


def _time(verifier: Verifier, note: Note) -> datetime:
    seconds = note.check(verifier)
    if not seconds or seconds >= LATEST:
        raise NoteError(f"the time of {verifier.name} cannot be")
    return datetime.fromtimestamp(seconds, UTC)

"""Compares the log with stored tiles, signed checkpoints and the remembered last one."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from forum.messages import M
from forum.secret_key import SecretKeyError, load_or_create_key
from moderation.ledger.audit.checks.findings import Finding, FindingKind
from moderation.ledger.audit.checks.tree_check import FilledTile, RebuiltTree, differing_places
from moderation.ledger.checkpoint_memory import CheckpointMemory
from moderation.ledger.merkle import notes
from moderation.ledger.merkle.notes import NoteError
from moderation.ledger.merkle.tiles import WIDTH
from moderation.ledger.models import Cosignature, SignedCheckpoint, StoredTile
from moderation.ledger.signing import KEY

NEWEST = 1000  # checkpoints of the database that are checked
IN_DATABASE = M("数据库")


class Signed(NamedTuple):
    """A signed checkpoint, and where it is stored."""

    size: int
    root: bytes
    where: object


class SignedState:
    """All stored checkpoints of this installation; `.findings` are those of the checkpoints themselves."""

    def __init__(self, settings):
        self.findings = []
        self.signed = []
        key_path = settings.data / KEY
        remembered = [*_in_database(), *self._in_files(settings)]
        public = _public(key_path) if key_path.exists() else None
        if remembered and public is None:
            self.findings.append(Finding(FindingKind.KEY, M("签名私钥 %(path)s 不见了或读不出来", path=str(key_path))))
        for where, content, row in remembered:
            self._read(where, content, row, public)

    def _in_files(self, settings):
        for path in CheckpointMemory(settings).files:
            try:
                if path.exists():
                    yield str(path), path.read_text(encoding="utf-8"), None
            except (OSError, ValueError):
                self.findings.append(
                    Finding(FindingKind.CHECKPOINT, M("记住存证点的文件 %(path)s 读不出来", path=str(path)))
                )

    def _read(self, where, content, row, public):
        try:
            note = notes.read_note(content)
            checkpoint = notes.read_checkpoint(note.text)
        except NoteError:
            self.findings.append(Finding(FindingKind.CHECKPOINT, M("%(where)s里的存证点不是规定的形式", where=where)))
            return
        if row and row != (checkpoint.size, checkpoint.root.hex()):
            sentence = M("%(where)s里第 %(size)s 条处的存证点与它签过名的文字不符", where=where, size=row[0])
            self.findings.append(Finding(FindingKind.CHECKPOINT, sentence))
        try:
            if public is not None:
                note.check(notes.Verifier(checkpoint.origin, public))
        except NoteError:
            sentence = M(
                "%(where)s里第 %(size)s 条处的存证点，签名不对：是伪造的，或者换了私钥",
                where=where,
                size=checkpoint.size,
            )
            self.findings.append(Finding(FindingKind.SIGNATURE, sentence))
        self.signed.append(Signed(checkpoint.size, checkpoint.root, where))


def check_cosignatures() -> Iterator[Finding]:
    """The Findings of the witnesses' lines under the newest checkpoints of the database: each must be of the key that it names."""
    rows = Cosignature.select(Cosignature.witness, Cosignature.line, Cosignature.signed_at, SignedCheckpoint.note)
    newest = rows.join(SignedCheckpoint).order_by(Cosignature.id.desc()).limit(NEWEST)
    for witness, line, signed_at, note in newest.tuples():
        try:
            verifier, text = notes.read_vkey(witness), notes.read_note(note).text
            forged = verifier.check(text, notes.read_line(line).signature) != int(signed_at.timestamp())
        except NoteError:
            forged = True
        if forged:
            yield Finding(FindingKind.WITNESS, M("记下的见证方签名不对：%(witness)s", witness=witness.split("+")[0]))


def check_checkpoints(grown: RebuiltTree, signed: Iterable[Signed]) -> Iterator[Finding]:
    """The Findings of the RebuiltTree of the whole log against the signed checkpoints."""
    beyond = [each for each in signed if each.size > grown.size]
    if beyond:
        known = max(beyond, key=lambda each: each.size)
        sentence = M(
            "日志只有 %(size)s 条，%(where)s里签过名的存证点却有 %(known)s 条：最后 %(lost)s 条被截掉了，或者恢复了旧备份",
            size=grown.size,
            where=known.where,
            known=known.size,
            lost=known.size - grown.size,
        )
        yield Finding(FindingKind.SHORT, sentence)
    yield from _hold_roots(grown, [each for each in signed if each.size <= grown.size])


def _hold_roots(grown, signed):
    """The Finding of the first checkpoint of each place that does not agree; the change lies between it and the last that does."""
    reported = set()
    agreed = 0
    for each in sorted(signed, key=lambda each: each.size):
        if grown.roots[each.size] == each.root:
            agreed = max(agreed, each.size)
        elif str(each.where) not in reported:
            reported.add(str(each.where))
            sentence = M(
                "日志第 %(first)s 条到第 %(last)s 条之间有改动：算出的树根与%(where)s里签过名的存证点不符",
                first=agreed + 1,
                last=each.size,
                where=each.where,
            )
            yield Finding(FindingKind.ROOT, sentence)


def check_tiles(tiles: Iterable[FilledTile], size: int) -> Iterator[Finding]:
    """The Findings of rebuilt tiles against the stored ones; up to `size`, that of the last checkpoint, none may be missing."""
    for level, number, hashes, root in tiles:
        row = StoredTile.select(StoredTile.hashes, StoredTile.root).where(
            StoredTile.level == level, StoredTile.number == number
        )
        stored = row.tuples().first()
        if stored is None:
            if (number + 1) * WIDTH ** (level + 1) <= size:
                yield Finding(
                    FindingKind.TILE, M("第 %(level)s 层第 %(number)s 块哈希不见了", level=level, number=number)
                )
        elif (bytes(stored[0]), bytes(stored[1])) != (hashes, root):
            yield from _tile_findings(level, number, differing_places(hashes, bytes(stored[0])))


def _tile_findings(level, number, places):
    if level == 0 and places:
        for place in places:
            yield Finding(
                FindingKind.TILE, M("这一条与当初存下的哈希不符，被改过或换过"), entry=number * WIDTH + place + 1
            )
    else:
        yield Finding(FindingKind.TILE, M("第 %(level)s 层第 %(number)s 块哈希与日志不符", level=level, number=number))


def _in_database():
    rows = SignedCheckpoint.select(SignedCheckpoint.size, SignedCheckpoint.root, SignedCheckpoint.note)
    for size, root, note in rows.order_by(SignedCheckpoint.size.desc()).limit(NEWEST).tuples():
        yield IN_DATABASE, note, (size, root)


def _public(path):
    try:
        return notes.verifier_of("-", notes.read_private(load_or_create_key(path))).public
    except (SecretKeyError, ValueError, OSError):
        return None

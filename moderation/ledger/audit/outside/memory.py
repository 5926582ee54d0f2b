"""The verifier's memory of sites: the key and the last checkpoint of each."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from forum.messages import M
from moderation.ledger.audit.checks.findings import Finding, FindingKind
from moderation.ledger.merkle import notes
from moderation.ledger.merkle.notes import Checkpoint, NoteError

LARGEST = 8 * 1024 * 1024  # bytes of the file
MOST_SPLITS = 10  # pairs of contradicting notes kept for a site


@dataclass(frozen=True)
class KnownSite:
    """A site's key as it was first seen, its last checkpoint, and the signed notes that contradict each other."""

    vkey: str
    note: str
    contradictions: tuple[tuple[str, str], ...] = ()

    @property
    def checkpoint(self) -> Checkpoint:
        return notes.open_checkpoint(self.note, notes.read_vkey(self.vkey))


def default_path(environ: Mapping[str, str] = os.environ) -> Path:
    """The file of the person who runs the program (XDG base directories)."""
    base = environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(base) / "wenqu" / "seen.json"


def load_site(path: Path, url: str) -> KnownSite | None:
    """The KnownSite of a site, None before the first visit; ValueError when the file is not one of this program."""
    try:
        stored = _read(path).get(url)
        if stored is None:
            return None
        seen = KnownSite(stored["vkey"], stored["note"], tuple(map(tuple, stored["contradictions"])))
        _ = seen.checkpoint  # raises NoteError unless its key signed the note
        return seen
    except (KeyError, TypeError, AttributeError, NoteError, RecursionError):
        raise ValueError(str(path)) from None


def save_site(path: Path, url: str, seen: KnownSite) -> None:
    """Store a KnownSite; the file is replaced atomically."""
    everything = _read(path) | {url: asdict(seen)}
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    aside.write_text(json.dumps(everything, ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(aside, path)


def compare_checkpoint(seen: KnownSite | None, vkey: str, note: str) -> tuple[Checkpoint | None, list[Finding]]:
    """(Checkpoint or None, findings) of what a site gives now, compared with its KnownSite (None before the first visit)."""
    findings = []
    if seen and vkey.strip() != seen.vkey:
        findings.append(
            Finding(
                FindingKind.KEY,
                M(
                    "签名公钥与上次看到的不同：上次是 %(before)s，现在是 %(now)s",
                    before=seen.vkey,
                    now=vkey.strip()[:300],
                ),
            )
        )
    try:
        checkpoint = notes.open_checkpoint(note, notes.read_vkey(seen.vkey if seen else vkey))
    except NoteError:
        return None, [*findings, *_unsigned(seen, note)]
    if seen and checkpoint.size < seen.checkpoint.size:
        sentence = M(
            "网站给出的存证点只有 %(size)s 条，上次看到的有 %(known)s 条：账被截短了",
            size=checkpoint.size,
            known=seen.checkpoint.size,
        )
        findings.append(Finding(FindingKind.ROLLBACK, sentence))
    return checkpoint, findings


def _unsigned(seen, note):
    yield Finding(FindingKind.SIGNATURE, M("存证点没有这把公钥的签名，或者不是规定的形式"))
    try:
        origin = notes.read_checkpoint(notes.read_note(note).text).origin
    except NoteError:
        return
    if seen and origin != seen.checkpoint.origin:
        yield Finding(
            FindingKind.ORIGIN,
            M(
                "账的名称与上次看到的不同：上次是 %(before)s，现在是 %(now)s",
                before=seen.checkpoint.origin,
                now=origin[:200],
            ),
        )


def with_contradiction(seen: KnownSite, note: str) -> KnownSite:
    """The KnownSite with both notes as evidence; the earlier one stays trusted."""
    pairs = dict.fromkeys((*seen.contradictions, (seen.note, note)))
    return KnownSite(seen.vkey, seen.note, tuple(pairs)[-MOST_SPLITS:])


def _read(path):
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError(str(path))
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    if not isinstance(found, dict):
        raise ValueError(str(path))
    return found

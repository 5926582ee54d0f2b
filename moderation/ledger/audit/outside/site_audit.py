"""The audit of a site over HTTP: only public pages are read, and nothing is trusted without proof."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from forum.messages import M, Message
from forum.text.markup import is_html_of
from moderation.ledger.audit.checks.findings import Finding, FindingKind
from moderation.ledger.audit.checks.leaves import check_link, read_leaf
from moderation.ledger.audit.checks.tree_check import RebuiltTree
from moderation.ledger.audit.inside.batches import BatchResult
from moderation.ledger.audit.outside import memory
from moderation.ledger.audit.outside.reading import NotOnSite
from moderation.ledger.audit.outside.shown_checks import ShownChecks
from moderation.ledger.audit.outside.trusted_witnesses import check_root
from moderation.ledger.merkle import tiles
from moderation.ledger.merkle.tiles import ENTRIES, TileError
from moderation.ledger.merkle.tree import leaf_hash

LARGEST_NOTE = 64 * 1024  # bytes, as each of these
LARGEST_BUNDLE = 1024 * 1024
LARGEST_ANSWER = 64 * 1024 * 1024
LONGEST = 200_000_000  # leaves that are read at most
MOST = 100  # of a list in one call
ROUNDS = 3  # attempts at what seemed wrong, since the site changes while it is read
PAUSE = 5  # seconds between them


class SiteAudit:
    """One verification of one site: `known` is its KnownSite (or None), `spool` stores the leaves, `receipt` is checked as well.

    `witnesses` are the TrustedWitnesses who must have signed too; what they signed is then in `.witnessed`.
    """

    def __init__(self, site, known, spool, receipt=None, witnesses=None):
        self.site, self.known, self.spool, self.receipt = site, known, spool, receipt
        self.witnesses, self.witnessed = witnesses, None
        self.checks = ShownChecks(spool, is_html_of)
        self.checkpoint = None
        self.note = self.vkey = None
        self.size = 0  # leaves read so far
        self.sound = True  # no contradiction to a signed checkpoint was found
        self.suspects = {}  # findings by the call that gave them

    def stages(self) -> Iterator[tuple[Message, int, Iterator[BatchResult]]]:
        """Yield (label, how many, generator of BatchResult) of each stage; raises SiteError."""
        yield M("存证点"), 1, self._signed()
        if self.checkpoint is None:
            return
        yield M("存证"), self.checkpoint.size, self._leaves(self.checkpoint)
        if self.size < self.checkpoint.size:
            return
        yield M("正文"), self.size, self._openings(1, self.size)
        threads = self.spool.threads()
        yield M("楼层"), len(threads), self._threads(threads)
        yield M("再看一遍"), len(self.suspects), self._look_again()

    def remembered(self) -> memory.KnownSite | None:
        """The KnownSite to store after this verification; None when nothing was signed."""
        if self.checkpoint is None:
            return self.known
        if self.known and (not self.sound or self.checkpoint.size < self.known.checkpoint.size):
            return memory.with_contradiction(self.known, self.note)
        return memory.KnownSite(
            self.known.vkey if self.known else self.vkey, self.note, self.known.contradictions if self.known else ()
        )

    def _signed(self):
        self.vkey = self.site.text("/ledger/vkey", LARGEST_NOTE).strip()
        yield BatchResult(1, tuple(self._take_checkpoint(self.known)))
        if self.witnesses and self.checkpoint:
            key = self.known.vkey if self.known else self.vkey
            self.witnessed, findings = self.witnesses.examine(self.site, self.note, self.checkpoint, key)
            yield BatchResult(0, tuple(findings))

    def _take_checkpoint(self, known):
        self.note = self.site.text("/ledger/checkpoint", LARGEST_NOTE)
        self.checkpoint, findings = memory.compare_checkpoint(known, self.vkey, self.note)
        yield from findings
        if self.checkpoint and self.checkpoint.size > LONGEST:
            yield Finding(
                FindingKind.SITE,
                M("网站说有 %(size)s 条存证，超过了能核对的 %(most)s 条", size=self.checkpoint.size, most=LONGEST),
            )
            self.checkpoint = None

    def _leaves(self, checkpoint):
        known = self.known.checkpoint if self.known else None
        witnessed = self.witnessed and self.witnessed.checkpoint
        self.tree = RebuiltTree([each.size for each in (known, self.receipt, witnessed) if each])
        for tile in tiles.tiles_of_level(ENTRIES, checkpoint.size):
            leaves, problem = self._bundle(tile)
            if problem:
                yield BatchResult(0, (problem,))
                return
            yield BatchResult(tile.width, tuple(self._take(leaves)))
        yield BatchResult(0, tuple(self._hold(known, checkpoint)))
        if self.receipt:
            yield BatchResult(
                0,
                tuple(
                    self.receipt.check(
                        self.known.vkey if self.known else self.vkey,
                        self.tree.roots,
                        self.spool.text,
                        self.witnesses,
                        witnessed.size if witnessed else 0,
                    )
                ),
            )

    def _bundle(self, tile):
        """(leaves, None), or (None, the Finding that there are none)."""
        first, last = tile.start + 1, tile.start + tile.width
        try:
            leaves = tiles.unbundle(self.site.get(f"/ledger/{tile.path}", LARGEST_BUNDLE))
            leaves = [leaf.decode() for leaf in leaves]
        except (NotOnSite, TileError, UnicodeDecodeError):
            leaves = []
        if len(leaves) != tile.width:
            return None, Finding(
                FindingKind.SITE, M("网站给不出存证第 %(first)s 条到第 %(last)s 条", first=first, last=last)
            )
        return leaves, None

    def _take(self, leaves):
        hashes = [leaf_hash(leaf.encode()) for leaf in leaves]
        for _ in self.tree.grow(b"".join(hashes)):
            pass
        for leaf in leaves:
            self.size += 1
            fields = read_leaf(leaf)
            yield from check_link(self.size, fields, fields and self.spool.prior(fields.object))
            if fields:
                self.spool.add(self.size, fields, leaf)

    def _hold(self, known, checkpoint):
        if self.tree.root() != checkpoint.root:
            self.sound = False
            sentence = M("算出的树根与签过名的存证点不符：网站给出的存证不是它签过的那些")
            yield Finding(FindingKind.ROOT, sentence)
        if known and known.size <= checkpoint.size and self.tree.roots[known.size] != known.root:
            self.sound = False
            sentence = M(
                "前 %(n)s 条与上次看到的不是同一本账：过去的存证被改过，或者给不同的人看不同的账", n=known.size
            )
            yield Finding(FindingKind.SPLIT, sentence)
        if self.witnessed and self.witnessed.checkpoint.size <= checkpoint.size:
            for finding in check_root(self.witnessed, self.tree.roots[self.witnessed.checkpoint.size]):
                self.sound = False
                yield finding

    def _openings(self, first, last):
        """Every opening from entry `first` to `last`, page by page."""
        while first and first <= last:
            page, following = self._page(
                f"/api/v1/ledger/openings?from_entry={first}&limit={MOST}", "from_entry", first
            )
            if page is None:
                yield BatchResult(
                    0, (Finding(FindingKind.SITE, M("网站给不出存证第 %(first)s 条起的正文", first=first)),)
                )
                return
            items = _by_number(page["items"], "entry")
            end = min(following or last + 1, last + 1)
            for entry in self.spool.texts(first, end):
                self._note_suspect(("opening", entry), self.checks.check_opening(entry, items.get(entry)))
            yield BatchResult(end - first, ())
            first = following

    def _threads(self, numbers):
        for number in numbers:
            self._note_suspect(("thread", number), self._thread(number))
            yield BatchResult(1, ())

    def _thread(self, number):
        """The findings of a thread as guests see it; a missing thread is reported by its posts."""
        floor = 1
        while floor:
            try:
                page, following = self._page(
                    f"/api/v1/threads/{number}/posts?from_floor={floor}&limit={MOST}", "from_floor", floor, absent=True
                )
            except NotOnSite:
                return
            if page is None:
                yield Finding(FindingKind.SITE, M("网站给不出第 %(floor)s 楼起的帖子", floor=floor), number)
                return
            for item in page["items"]:
                yield from self.checks.check_floor(number, item)
            floor = following

    def _page(self, path, cursor, here, absent=False):
        """(page of a list, where the next begins or None); (None, None) when it has no such form."""
        try:
            page = self.site.json(path, LARGEST_ANSWER)
            following = _following(page["next"], cursor)
            if (
                not isinstance(page["items"], list)
                or len(page["items"]) > MOST
                or (following is not None and following <= here)
            ):
                return None, None
            return page, following
        except (KeyError, TypeError, ValueError):
            return None, None
        except NotOnSite:
            if absent:
                raise
            return None, None

    def _note_suspect(self, call, findings):
        found = tuple(findings)
        if found:
            self.suspects[call] = found

    def _look_again(self):
        """The findings that remain after the site has had time to sign what happened meanwhile."""
        missing = {("unseen", finding.post): (finding,) for finding in self.checks.check_unseen()}
        self.suspects |= missing
        for _ in range(ROUNDS if self.suspects else 0):
            self.site.pause(PAUSE)
            if not self._grown_meanwhile():
                break
            again, self.suspects = self.suspects, {}
            for call in again:
                self._repeat(*call)
            self.suspects |= {("unseen", finding.post): (finding,) for finding in self.checks.check_unseen()}
            if not self.suspects:
                break
        for found in self.suspects.values():
            yield BatchResult(1, found)

    def _grown_meanwhile(self):
        """Read the leaves that were signed since; returns whether there were any and they continue the tree that was read."""
        before, note = self.checkpoint, self.note
        now = memory.KnownSite(self.known.vkey if self.known else self.vkey, note)
        if (
            list(self._take_checkpoint(now))
            or self.checkpoint.size <= before.size
            or not self._read_on(self.checkpoint)
        ):
            self.checkpoint, self.note = before, note
            return False
        return True

    def _read_on(self, newer):
        for tile in tiles.tiles_of_level(ENTRIES, newer.size):
            if tile.start + tile.width > self.size:
                leaves, problem = self._bundle(tile)
                if problem:
                    return False
                list(self._take(leaves[self.size - tile.start :]))
        return self.tree.root() == newer.root

    def _repeat(self, what, number):
        if what == "opening":
            list(self._openings(number, number))
        elif what == "thread":
            list(self._threads([number]))
        else:
            thread, _ = self.spool.place(number)
            if thread:
                list(self._threads([thread]))


def _by_number(items, name):
    found = {}
    for item in items:
        if isinstance(item, dict) and isinstance(item.get(name), int):
            found[item[name]] = item
    return found


def _following(address, cursor):
    """The number in a list's `next`: the address itself is not followed, since it might lead anywhere."""
    if address is None:
        return None
    return int(parse_qs(urlsplit(address).query)[cursor][0])

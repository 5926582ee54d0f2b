"""The audit of a site over HTTP: only public pages are read, and nothing is trusted without proof."""

from collections.abc import Iterator

from forum.messages import M, Message
from forum.text.markup import is_html_of
from moderation.ledger.audit.checks.findings import Finding, FindingKind
from moderation.ledger.audit.checks.leaves import check_link, read_leaf
from moderation.ledger.audit.checks.tree_check import RebuiltTree
from moderation.ledger.audit.inside.batches import BatchResult
from moderation.ledger.audit.outside import memory
from moderation.ledger.audit.outside.file_checks import FileChecks
from moderation.ledger.audit.outside.lists import LARGEST_ANSWER, MOST, by_number, leaves_of, page_of
from moderation.ledger.audit.outside.reading import NotOnSite
from moderation.ledger.audit.outside.row_checks import RowChecks
from moderation.ledger.audit.outside.shown_checks import ShownChecks
from moderation.ledger.audit.outside.trusted_witnesses import check_root
from moderation.ledger.merkle import tiles
from moderation.ledger.merkle.tiles import ENTRIES
from moderation.ledger.merkle.tree import leaf_hash

LARGEST_NOTE = 64 * 1024  # bytes
MOST_FILES = 100  # that are fetched, unless more are asked for
LONGEST = 200_000_000  # leaves that are read at most
PATHS = {"opening": "openings", "rows": "rows"}
ROUNDS = 3  # attempts at what seemed wrong, since the site changes while it is read
PAUSE = 5  # seconds between them


class SiteAudit:
    """One verification of one site: `known` is its KnownSite (or None), `spool` stores the leaves, `receipt` is checked as well.

    `witnesses` are the TrustedWitnesses who must have signed too; what they signed is then in `.witnessed`. Of the files
    that are shown at most `most_files` are fetched, chosen by chance.
    """

    def __init__(self, site, known, spool, receipt=None, witnesses=None, most_files=MOST_FILES):
        self.site, self.known, self.spool, self.receipt = site, known, spool, receipt
        self.witnesses, self.witnessed = witnesses, None
        self.checks = ShownChecks(spool, is_html_of)
        self.row_checks = RowChecks(spool)
        self.file_checks, self.most_files = FileChecks(spool), most_files
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
        yield M("数据"), self.size, self._rows(1, self.size)
        threads = self.spool.threads()
        yield M("楼层"), len(threads), self._threads(threads)
        files = self.spool.files(self.most_files)
        yield M("图片和文件"), len(files), self._files(files)
        yield M("版块"), 1, self._boards()
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
            leaves, problem = leaves_of(self.site, tile)
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
        """Every opening of a text from entry `first` to `last`, page by page."""
        missing = M("网站给不出存证第 %(first)s 条起的正文")
        yield from self._opened("opening", first, last, self.spool.texts, self.checks.check_opening, missing)

    def _rows(self, first, last):
        """Every opening of the rows that leaves commit to, from entry `first` to `last`, page by page."""
        if self.spool.proves_rows():
            missing = M("网站给不出存证第 %(first)s 条起的数据改动")
            yield from self._opened("rows", first, last, self.spool.with_rows, self.row_checks.check_opening, missing)

    def _opened(self, what, first, last, expected, check, missing):
        while first and first <= last:
            page, following = page_of(
                self.site, f"/api/v1/ledger/{PATHS[what]}?from_entry={first}&limit={MOST}", "from_entry", first
            )
            if page is None:
                yield BatchResult(0, (Finding(FindingKind.SITE, M(missing.msgid, first=first)),))
                return
            items = by_number(page["items"], "entry")
            end = min(following or last + 1, last + 1)
            for entry in expected(first, end):
                self._note_suspect((what, entry), check(entry, items.get(entry)))
            yield BatchResult(end - first, ())
            first = following

    def _threads(self, numbers):
        for number in numbers:
            self._note_suspect(("thread", number), self._thread(number))
            yield BatchResult(1, ())

    def _thread(self, number):
        """The findings of a thread as guests see it; a missing thread is reported by its posts."""
        floor, shown = 1, False
        while floor:
            try:
                page, following = page_of(
                    self.site,
                    f"/api/v1/threads/{number}/posts?from_floor={floor}&limit={MOST}",
                    "from_floor",
                    floor,
                    absent=True,
                )
            except NotOnSite:
                return
            if page is None:
                yield Finding(FindingKind.SITE, M("网站给不出第 %(floor)s 楼起的帖子", floor=floor), number)
                return
            for item in page["items"]:
                shown = True
                yield from self.checks.check_floor(number, item)
                yield from self.row_checks.check_post(number, item)
                yield from self.file_checks.check_list(number, item)
            floor = following
        yield from self._head(number, shown)

    def _files(self, files):
        for file in files:
            self._note_suspect(("file", file), self.file_checks.check_bytes(self.site, file))
            yield BatchResult(1, ())

    def _head(self, number, shown):
        """The findings of a thread's own answer; one of which no floor is `shown` need not have any."""
        try:
            answer = self.site.json(f"/api/v1/threads/{number}", LARGEST_ANSWER)
        except NotOnSite:
            if not shown:
                return
            answer = None
        except ValueError:
            answer = None
        yield from self.row_checks.check_thread(number, answer)

    def _boards(self):
        try:
            boards = self.site.json("/api/v1/boards", LARGEST_ANSWER)["items"]
            found = tuple(finding for board in boards for finding in self.row_checks.check_board(board))
        except (NotOnSite, KeyError, TypeError, ValueError):
            found = (Finding(FindingKind.SITE, M("网站给不出版块的清单")),)
        yield BatchResult(1, found)

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
            before = self.size
            if not self._grown_meanwhile():
                break
            list(self._rows(before + 1, self.size))
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
                leaves, problem = leaves_of(self.site, tile)
                if problem:
                    return False
                list(self._take(leaves[self.size - tile.start :]))
        return self.tree.root() == newer.root

    def _repeat(self, what, number):
        if what == "opening":
            list(self._openings(number, number))
        elif what == "rows":
            list(self._rows(number, number))
        elif what == "file":
            self.spool.take_file(number.post, number.number)
            list(self._threads([number.thread]))
            again = self.spool.take_file(number.post, number.number)
            list(self._files([again] if again else []))
        elif what == "thread":
            list(self._threads([number]))
        else:
            thread, _ = self.spool.place(number)
            if thread:
                list(self._threads([thread]))

"""The drawn cards: files in the data folder, at most MOST, each named by its thread and its content; and the worker that draws ahead."""

import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

from boards.channels.cards.drawing import draw
from boards.channels.cards.face import Face
from boards.channels.cards.queries import faces_of
from boards.models.threads import Post
from boards.queries.parts.current_city import CurrentCity
from forum.store.log import Entry, last_entry_number
from forum.store.worker import Upkeep

MOST = 2_000  # cards, some 20 kB each
BATCH = 200  # entries of the log in one step
EVERY = timedelta(
    seconds=2
)  # between two cards that are drawn ahead, since one costs as much as answering ten requests
SITE = 0  # the number under which the neutral card is kept; no thread has it
_drawing = Lock()  # a process draws one card at a time


class Cards:
    """The cards in a folder. What is there may be thrown away at any time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def card(self, thread: int, face: Face) -> bytes:
        """The PNG with that face, drawn now where it is not kept."""
        return self.kept(thread, face) or self.put(thread, face)

    def kept(self, thread: int, face: Face) -> bytes | None:
        """The PNG with that face if it was drawn before."""
        try:
            return self._file(thread, face).read_bytes()
        except OSError:
            return None

    def put(self, thread: int, face: Face) -> bytes:
        """Draw the card of a thread and keep it in place of its others; returns the PNG."""
        with _drawing:
            made = self.kept(thread, face) or draw(face)
        self.drop(thread, but=face)
        self.folder.mkdir(mode=0o700, exist_ok=True)
        whole = self._file(thread, face)
        part = whole.with_suffix(f".{os.getpid()}")
        part.write_bytes(made)
        part.replace(whole)
        return made

    def drop(self, thread: int, but: Face | None = None) -> None:
        """Throw away the cards of a thread, but the one with that face."""
        for file in self.folder.glob(f"{thread}-*.png"):
            if but is None or file != self._file(thread, but):
                file.unlink(missing_ok=True)

    def prune(self, most: int = MOST) -> None:
        """Keep the cards that were drawn last."""
        files = sorted(self.folder.glob("*.*"), key=_drawn_at, reverse=True)
        for file in files[most:]:
            file.unlink(missing_ok=True)

    def _file(self, thread: int, face: Face) -> Path:
        return self.folder / f"{thread}-{face.key}.png"


def _drawn_at(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0


class CardKeeper(Upkeep):
    """Runs in the worker: draws the cards of threads in which something happens, and throws away those of concealed ones.

    A thread in which much happens is drawn once, as it looks then. It begins with an empty folder, since it does not know
    what happened while no worker ran.
    """

    name, batch = "cards", BATCH
    per_node = True  # its folder is

    def __init__(self, current_city: CurrentCity, cards: Cards) -> None:
        self.current_city, self.cards = current_city, cards
        self._read: int | None = None
        self._waiting: dict[int, None] = {}  # threads to draw, in which something happened last at the end
        self._draws_at: datetime | None = None

    def work(self, now: datetime) -> int:
        """One step; returns how many entries of the log were passed, or 1 while a card waits."""
        if self._read is None:
            self.cards.prune(0)
            self._read = last_entry_number()
        passed = list(
            Entry.select(Entry.id, Entry.object, Entry.thread_id, Entry.post_id)
            .where(Entry.id > self._read)
            .limit(BATCH)
        )
        if passed:
            self._refresh(_threads_of(passed), now, draws=len(passed) < BATCH)
            self._read = passed[-1].id
        if self._waiting and not (self._draws_at and self._draws_at - EVERY <= now < self._draws_at):
            self._draws_at = now + EVERY
            self._draw(self._waiting.popitem()[0], now)
        return len(passed) or min(len(self._waiting), 1)

    def _refresh(self, threads: set[int], now: datetime, draws: bool) -> None:
        """Throw away what is concealed; the others are to be drawn, unless an import fills the log faster than anybody shares links."""
        faces = self._faces(threads, now)
        for thread in threads:
            self._waiting.pop(thread, None)
            if thread not in faces:
                self.cards.drop(thread)
            elif draws and not self.cards.kept(thread, faces[thread]):
                self._waiting[thread] = None
        for oldest in list(self._waiting)[:-BATCH]:
            del self._waiting[oldest]

    def _draw(self, thread: int, now: datetime) -> None:
        if face := self._faces({thread}, now).get(thread):
            self.cards.put(thread, face)
            self.cards.prune()

    def _faces(self, threads: set[int], now: datetime) -> Mapping[int, Face]:
        """{thread: its face}, of those that are not concealed."""
        faces = faces_of(threads, self.current_city.refresh(now), now)
        return {thread: face for thread, face in faces.items() if face.title}


def _threads_of(entries: list[Entry]) -> set[int]:
    posts = [entry.post_id for entry in entries if entry.post_id]
    rows = Post.select(Post.thread, Post.place_thread).where(Post.id.in_(posts)).tuples() if posts else ()
    about = {int(entry.object[7:]) for entry in entries if entry.object.startswith("thread/")}
    return about | {entry.thread_id for entry in entries if entry.thread_id} | {each for row in rows for each in row}

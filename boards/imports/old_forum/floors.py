"""Writes the floors of one thread after another."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

from boards.actions.cases import handling
from boards.actions.posts import posts, threads
from boards.actions.steps.recording import Draft
from boards.clocks.city import City
from boards.clocks.policy import Kind
from boards.imports.bbcode.markdown import Surroundings
from boards.imports.old_forum import came_of, texts
from boards.imports.old_forum.addresses import ReadAddress
from boards.imports.old_forum.links import path_of
from boards.imports.old_forum.outcome import Outcome
from boards.imports.old_forum.people import People
from boards.imports.old_forum.records import OldPost, OldThread, State
from boards.imports.old_forum.staging import Staging
from boards.models.threads import Board, Post, Thread
from boards.models.viewing import ThreadViews
from boards.rules.channel import Channel
from boards.rules.status import Status
from forum.roles import Actor
from forum.store import db
from forum.text.markup import render

KINDS = {"咨询": Kind.CONSULTATION, "投诉": Kind.COMPLAINT, "建议": Kind.SUGGESTION}
STAMPED = "\n\n〔原论坛图章：%s〕"


class Moderation(Protocol):
    """What moderators do, as the package moderation does it; boards does not know that."""

    def hide(self, post: Post, *, actor: Actor, now: datetime) -> None:
        """Hide a post that was hidden there."""

    def lock(self, thread: Thread, *, actor: Actor, now: datetime) -> None:
        """Lock a thread that was closed there."""


class FloorWriter:
    """Writes threads and posts of the forum `source`. Its methods are called inside `db.write()`, `finish` outside."""

    def __init__(  # what the forum is, and what the city makes of it
        self,
        staging: Staging,
        source: str,
        people: People,
        city: City,
        now: datetime,
        moderation: Moderation,
        read_address: ReadAddress,
        outcome: Outcome,
    ) -> None:
        self._staging, self._source, self._people, self._city, self._now = staging, source, people, city, now
        self._moderation, self._read_address, self._outcome = moderation, read_address, outcome

    def begin(self, old: OldThread, first: OldPost, board: Board) -> Thread:
        """The Thread of an old one, with its first floor."""
        if first.state is State.RECYCLED:
            first = replace(first, text=texts.IN_RECYCLE_BIN, title="", plain=True, html=False)
            self._outcome.recycled += 1
        post = replace(first, text=first.text + (STAMPED % old.stamp if old.stamp else ""))
        thread = threads.ask(
            board,
            actor=self._author(post),
            now=self._time(post),
            city=self._city,
            title=texts.title_of(old.title, first),
            text=self._draft(post),
            kind=KINDS.get(old.kind, Kind.CONSULTATION).value,
            anonymous=post.anonymous,
            channel=Channel.IMPORT,
            external_ref=f"{self._source}:{old.id}",
        )
        came_of.note(self._source, came_of.THREAD, [(old.id, thread.id)])
        if old.views:
            ThreadViews.insert(thread=thread.id, views=old.views).on_conflict_ignore().execute()
        self._note(first, Post.get(Post.thread == thread.id, Post.floor == 1))
        return thread

    def go_on(self, thread: int) -> Thread:
        """The Thread of which floors are written already."""
        found: Thread = Thread.get_by_id(thread)
        return found

    def put(self, thread: Thread, old: OldThread, post: OldPost | None) -> Thread:
        """Write the next floor, None for one whose post is gone; returns the Thread as it is then."""
        if post is None or post.state is State.RECYCLED:
            self._placeholder(thread, post)
        elif self._answers(thread, post):
            self._answer(thread, post)
            thread = self.go_on(thread.id)
        else:
            self._reply(thread, post)
        return thread

    def finish(self, thread: int, old: OldThread) -> None:
        """Close what was closed there."""
        if old.locked:
            with db.write():
                found = self.go_on(thread)
                if not found.locked:
                    self._moderation.lock(found, actor=self._people.moderator(), now=self._now)

    def _reply(self, thread, post):
        written = posts.reply(
            thread,
            actor=self._speaker(thread, post) or self._author(post),
            now=self._time(post),
            city=self._city,
            text=self._draft(post),
            parent=self._quoted(thread, post),
            anonymous=post.anonymous,
            channel=Channel.IMPORT,
        )
        self._note(post, written)

    def _placeholder(self, thread, post):
        self._outcome.placeholders += 1
        self._outcome.recycled += post is not None
        text = texts.NOT_THERE if post is None else texts.IN_RECYCLE_BIN
        at = thread.last_at if post is None else self._time(post)
        written = posts.reply(
            thread,
            actor=self._people.moderator(),
            now=at,
            city=self._city,
            text=Draft(text, render(text)),
            channel=Channel.IMPORT,
        )
        self._outcome.posts += 1
        if post:
            came_of.note(self._source, came_of.POST, [(post.id, written.id)])

    def _answers(self, thread, post):
        """Whether a post is the answer of the department: the first by somebody of an official group in an open case."""
        open_still = thread.status == Status.UNACCEPTED and post.state is State.SHOWN
        return open_still and self._speaker(thread, post) is not None

    def _speaker(self, thread, post):
        """The author as a spokesperson of the department that has the case; None for others, and for what is anonymous."""
        member = self._staging.member(post.author) if thread.department_id and not post.anonymous else None
        return self._people.speaker(member, thread.department_id) if member and member.official else None

    def _answer(self, thread, post):
        # There is no time of acceptance, so the case counts as accepted when it was answered.
        speaker, at = self._speaker(thread, post), self._time(post)
        handling.accept(thread, actor=speaker, now=at)
        written = handling.give_result(
            thread, actor=speaker, now=at, city=self._city, text=self._draft(post), channel=Channel.IMPORT
        )
        self._outcome.answers += 1
        self._note(post, written)

    def _note(self, post, written):
        self._outcome.posts += 1
        came_of.note(self._source, came_of.POST, [(post.id, written.id)])
        if post.state is State.HIDDEN:
            self._outcome.hidden += 1
            self._moderation.hide(written, actor=self._people.moderator(), now=self._time(post))

    def _author(self, post):
        member = self._staging.member(post.author) if post.author else None
        return self._people.member(member) if member else self._people.guest(post.name)

    def _draft(self, post):
        files = {str(file.id): texts.written_for(file) for file in self._staging.files(post.id)}
        self._outcome.files += len(files)
        text = texts.text_of(post, Surroundings(address=self._path, files=files))
        rest = [label for label in files.values() if label not in text]
        if rest:
            text = f"{text}\n\n{' '.join(rest)}"
        return Draft(text, render(text))

    def _path(self, address):
        old = self._read_address(address)
        return path_of(self._source, old) if old else None

    def _quoted(self, thread, post):
        """The id of the post in this thread that a reply quotes first, or None."""
        old = texts.first_quoted(post.text, self._read_address)
        quoted = old and came_of.came_of(self._source, came_of.POST, old)
        here = quoted and Post.select().where(Post.id == quoted, Post.place_thread == thread.id).exists()
        return quoted if here else None

    def _time(self, post):
        return min(datetime.fromtimestamp(max(post.at, 0), UTC), self._now)

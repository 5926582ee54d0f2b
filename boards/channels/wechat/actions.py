"""Works what somebody wrote to the public account: the turn of the conversation, and what it wants done, in one transaction."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from boards.channels.gateways.models import Conversation
from boards.channels.wechat import asking, reads
from boards.channels.wechat.dialogue.reading import Command
from boards.channels.wechat.dialogue.state import Heard, State, Turn, Want, loaded
from boards.channels.wechat.dialogue.turns import turn
from boards.channels.wechat.messages import Incoming
from boards.clocks.city import City
from boards.files.accepting import Accepted
from boards.files.actions import keep, prepare
from boards.files.rules import REFUSALS
from boards.files.storage import Store
from boards.rules.channel import Channel
from boards.rules.locations.datum import wgs84
from forum.accounts.models import Account
from forum.accounts.queries import actor_of_account
from forum.config import Settings
from forum.i18n.languages import SOURCE, in_language
from forum.identities.actions import identity_key, identity_of, new_code, open_for
from forum.identities.queries import own_accounts
from forum.messages import M, Message
from forum.numbers import whole_number
from forum.outbox.actions import put
from forum.outbox.sending import Refused
from forum.private import Encryptor
from forum.problems import Invalid, NotFound, Problem
from forum.roles import GUEST, Actor

NAME = "微信网友"  # with a number behind it, of an account that is opened for somebody
CONVERSATION_KEPT = timedelta(days=30)
WRITTEN_FOR = timedelta(hours=47)  # a text can be sent for 48 hours after somebody wrote
LONGEST = 1900  # bytes of one message; the most are 2,048
MOST_PARTS = 3
WENT_WRONG = M("刚才出了问题，您写的没有处理，请再发一次。")
NO_PICTURE = M("照片没有取到，请再发一次。")


class Pictures(Protocol):
    """Where pictures come from: WeChat, or the simulator."""

    def picture(self, media: str) -> bytes:
        """The bytes; raises Delayed, Refused."""


@dataclass(frozen=True)
class Person:
    """Whoever writes: his id on WeChat, and his account, a guest's Actor while he has none."""

    openid: str
    actor: Actor

    @property
    def language(self) -> str:
        """The language of what is said to him."""
        account = self.actor.account and Account.get_by_id(self.actor.account)
        return account.language or SOURCE if account else SOURCE


class Conversing:
    """The Handler of messages to the public account (boards.channels.gateways.inbox)."""

    def __init__(self, settings: Settings, pictures: Pictures, store: Store, city: Any) -> None:
        self.settings, self.pictures, self.store, self.city_of = settings, pictures, store, city
        self.encryptor = Encryptor(settings.secret_key)

    def prepare(self, content: Mapping[str, Any], now: datetime) -> Accepted | Message | None:
        """The picture that was sent, made anew and stored, or the sentence why not; None for other messages."""
        incoming = Incoming(**content)
        if incoming.kind != "image":
            return None
        actor = self._person(incoming.openid, now, opened=True).actor
        try:
            found = self.pictures.picture(incoming.media)
            return prepare(found, "", actor=actor, store=self.store, quota=self.settings.file_quota)
        except Refused:
            return NO_PICTURE
        except Problem as problem:
            return getattr(problem, "errors", {}).get("pictures", problem.detail)

    def handle(self, content: Mapping[str, Any], prepared: Any, key: str, now: datetime) -> None:
        """One turn of the conversation."""
        incoming = Incoming(**content)
        city: City = self.city_of(now)
        person = self._person(incoming.openid, now)
        heard = self._heard(incoming, prepared, person.actor, now)
        if heard.kind == "silent":
            return
        taken = turn(self._state(incoming.openid), heard, reads.facts_of(city), now)
        says, state = self._done(taken, person, city, key, now)
        self._keep(incoming.openid, state, now)
        self._say(key, person, (*taken.says, *says), now)

    def give_up(self, content: Mapping[str, Any], key: str, now: datetime) -> None:
        """Say that a message was not worked."""
        self._say(key, Person(Incoming(**content).openid, GUEST), (WENT_WRONG,), now)

    def _person(self, openid: str, now: datetime, opened: bool = False) -> Person:
        identity = identity_of(Channel.WECHAT, openid, self.settings)
        if identity is None and opened:
            identity = open_for(Channel.WECHAT, openid, NAME, now=now, settings=self.settings)
        account = identity and Account.get_or_none(Account.id == identity.account_id, Account.disabled_at.is_null())
        return Person(openid, actor_of_account(account, now) if account else GUEST)

    def _heard(self, incoming: Incoming, prepared: Any, actor: Actor, now: datetime) -> Heard:
        if incoming.kind == "event":
            return _of_event(incoming)
        if incoming.kind in ("text", "voice"):
            return Heard(incoming.kind, incoming.text)
        if incoming.kind == "location":
            return _of_place(incoming)
        return self._of_picture(prepared, actor, now) if incoming.kind == "image" else Heard("other")

    def _of_picture(self, prepared: Any, actor: Actor, now: datetime) -> Heard:
        if not isinstance(prepared, Accepted):
            return Heard("picture", refused=prepared)
        quota = self.settings.file_quota
        try:
            upload = keep(prepared, "", actor=actor, now=now, pacing=self.settings.rate_limits, quota=quota)
        except Invalid as problem:
            return Heard("picture", refused=problem.errors.get("pictures", REFUSALS["broken"]))
        return Heard("picture", photo=upload.key)

    def _done(
        self, taken: Turn, person: Person, city: City, key: str, now: datetime
    ) -> tuple[tuple[Message | str, ...], State]:
        """(what is said of what was wanted, the State then); a refusal is said and changes nothing but the step."""
        if taken.want is None:
            return (), taken.state
        if taken.want in (Want.ASK, Want.FOLLOW_UP):
            writer = self._person(person.openid, now, opened=taken.want is Want.ASK).actor
            room = asking.Room(self.settings, city, now, identity_key("inbound", key, self.settings))
            return asking.ask(taken, writer, room) if taken.want is Want.ASK else asking.follow_up(taken, writer, room)
        try:
            return self._read(taken, person, now), taken.state
        except NotFound:
            return (M("没有这个编号的问题，或者它还没有公开。"),), taken.state

    def _read(self, taken: Turn, person: Person, now: datetime) -> tuple[Message | str, ...]:
        url = self.settings.url
        accounts = own_accounts(person.actor.account) if person.actor.account else ()
        if taken.want is Want.MINE:
            return reads.own_questions(accounts, now)
        if taken.want is Want.PROGRESS:
            return reads.progress(whole_number(taken.about) or 0, _viewer(taken.about, accounts, person, now), now, url)
        if taken.want is Want.BOARD:
            return reads.of_board(taken.about, now, url)
        if taken.want is Want.HOT:
            return reads.hot(now, now - timedelta(days=14), url)
        return reads.reports(url) if taken.want is Want.REPORTS else self._code(person, now)

    def _code(self, person: Person, now: datetime) -> tuple[Message | str, ...]:
        code = new_code(Channel.WECHAT, person.openid, now=now, settings=self.settings)
        address = f"{self.settings.url}/account/channels"
        said = M("绑定用的验证码：%(code)s，10 分钟内有效，只能用一次。", code=code)
        return said, M("请在网站上登录，打开 %(url)s 填写。别告诉任何人。", url=address)

    def _state(self, openid: str) -> State:
        key = identity_key(Channel.WECHAT, openid, self.settings)
        row = Conversation.get_or_none(Conversation.channel == Channel.WECHAT.value, Conversation.key_hash == key)
        return loaded(self.encryptor.decrypt(row.sealed, _purpose(key))) if row else State()

    def _keep(self, openid: str, state: State, now: datetime) -> None:
        key = identity_key(Channel.WECHAT, openid, self.settings)
        sealed = self.encryptor.encrypt(state.dumped(), _purpose(key))
        Conversation.delete().where(Conversation.heard_at < now - CONVERSATION_KEPT).execute()
        same = Conversation.channel == Channel.WECHAT.value, Conversation.key_hash == key
        if not Conversation.update(sealed=sealed, heard_at=now).where(*same).execute():
            Conversation.insert(channel=Channel.WECHAT.value, key_hash=key, sealed=sealed, heard_at=now).execute()

    def _say(self, key: str, person: Person, says: tuple[Message | str, ...], now: datetime) -> None:
        lines = [in_language(said, person.language) for said in says if said]
        named = hashlib.sha256(key.encode()).hexdigest()[:32]
        for number, part in enumerate(parts("\n".join(lines))):
            content = {"openid": person.openid, "text": part}
            until = now + WRITTEN_FOR
            put("wechat", f"wc-{named}-{number}", content, now=now, encryptor=self.encryptor, expires_at=until)


def parts(text: str) -> list[str]:
    """The text in at most MOST_PARTS messages of at most LONGEST bytes, cut between lines where it can be."""
    found: list[str] = []
    rest = text.strip()
    while rest and len(found) < MOST_PARTS:
        head = rest.encode()[:LONGEST].decode(errors="ignore")
        if len(head) < len(rest) and "\n" in head[len(head) // 2 :]:
            head = head[: head.rindex("\n")]
        found.append(head.strip())
        rest = rest[len(head) :].strip()
    return found


def _viewer(number: str, accounts: tuple[int, ...], person: Person, now: datetime) -> Actor:
    """Who looks at a thread: one of the person's accounts where it is that one's own."""
    author = asking.author_of(whole_number(number) or 0)
    return actor_of_account(Account.get_by_id(author), now) if author in accounts else GUEST


def _of_event(incoming: Incoming) -> Heard:
    if incoming.event == "subscribe":
        return Heard("hello")
    known = incoming.event == "click" and incoming.event_key in tuple(Command)
    return Heard("menu", key=incoming.event_key) if known else Heard("silent")


def _of_place(incoming: Incoming) -> Heard:
    """A position as WeChat has it, in GCJ-02, with the name of the place."""
    try:
        lat, lon = wgs84(float(incoming.lat), float(incoming.lon))
    except ValueError:
        return Heard("other")
    return Heard("position", position=f"{lat:.5f}, {lon:.5f}", address=" ".join(incoming.label.split())[:100])


def _purpose(key: str) -> str:
    return f"conversation/sealed/wechat/{key}"

"""What stands in an account's export: sections of records, each read in pieces by key, so that memory stays bounded."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import peewee

from boards.contact.queries import own_messages
from boards.drafts.queries import own_drafts
from boards.files.models import PostFile, Upload
from boards.models.cases import Draft, Rating
from boards.models.moderation import Report
from boards.models.notifications import (
    DeliveryChoice,
    DeliverySetting,
    Notification,
    PlaceWatch,
    ReadingPosition,
    ThreadVisit,
    Watch,
)
from boards.models.threads import Board, Department, Post, Revision, Support, Thread
from boards.queries.parts import shown
from boards.rules.deeds.table import RECORDS
from forum.accounts.models import Account, AccountName, RoleGrant, Sanction, Session, Token
from forum.deeds import Deed
from forum.identities.models import Identity
from forum.mail.addresses import own_address
from forum.messages import M, Message
from forum.personal.phones import own_phone
from forum.private import Encryptor
from forum.push.models import PushSubscription
from forum.roles import Actor
from forum.store.log import Entry

PIECE = 500  # rows of a statement

Item = dict[str, Any]


@dataclass(frozen=True)
class Section:
    """One file of the export, `name`.json: plain values, times as ISO 8601 in UTC."""

    name: str
    label: Message
    records: Callable[[], Iterator[Item]]


def sections(actor: Actor, now: datetime, settings: Any, saved_searches: Iterable[Any] = ()) -> tuple[Section, ...]:
    """The Sections of the actor's own export; `saved_searches` are dataclasses, from above (forum.wenqu)."""
    account = actor.account

    def of(model: Any, *columns: Any) -> Callable[[], Iterator[Item]]:
        return lambda: _pieces(model.select(model.id, *columns).where(model.account == account), model.id)

    return (
        Section("account", M("账号"), lambda: _account(actor, now, settings)),
        Section("names", M("以前的名字"), of(AccountName, AccountName.name, AccountName.until)),
        Section("channels", M("绑定的渠道"), of(Identity, Identity.channel, Identity.verified_at)),
        Section("roles", M("职务"), of(RoleGrant, RoleGrant.role, RoleGrant.granted_at, RoleGrant.revoked_at)),
        Section("sessions", M("登录的设备"), of(Session, *_of_session())),
        Section("tokens", M("程序接口的访问令牌"), of(Token, Token.created_at, Token.expires_at, Token.ended_at)),
        Section("threads", M("主题"), lambda: _pieces(_threads(account), Thread.id)),
        Section("posts", M("帖子"), lambda: _pieces(_posts(account), Revision.id)),
        Section("ratings", M("评价"), of(Rating, *_of_rating())),
        Section("supports", M("支持"), of(Support, Support.thread, Support.created_at)),
        Section("reports", M("我的举报"), of(Report, *_of_report())),
        Section("sanctions", M("警告和暂停"), of(Sanction, *_of_sanction())),
        Section("watched_threads", M("关注的主题"), of(Watch, Watch.thread, Watch.since, Watch.ended_at)),
        Section("watched_places", M("关注的版块和部门"), lambda: _pieces(_places(account), PlaceWatch.id)),
        Section("saved_searches", M("保存的搜索"), lambda: (asdict(row) for row in saved_searches)),
        Section("notification_choices", M("通知方式"), of(DeliveryChoice, *_of_choice())),
        Section("notification_settings", M("摘要和邮件"), of(DeliverySetting, *_of_setting())),
        Section(
            "push_devices",
            M("接收推送的设备"),
            of(PushSubscription, PushSubscription.device, PushSubscription.created_at),
        ),
        Section("files", M("发出的图片和文件"), of(PostFile, *_of_file())),
        Section("uploads", M("没有发出的图片和文件"), of(Upload, *_of_upload())),
        Section("drafts", M("草稿"), of(Draft, Draft.thread, Draft.kind, Draft.text, Draft.saved_at)),
        Section("unsent", M("没有发出的文字"), lambda: own_drafts(actor, now, Encryptor(settings.secret_key))),
        Section("contact", M("私信"), lambda: own_messages(account, settings)),
        Section("reading", M("读到的楼层"), of(ReadingPosition, *_of_reading())),
        Section("history", M("浏览记录"), of(ThreadVisit, ThreadVisit.thread, ThreadVisit.at)),
        Section("notifications", M("通知"), of(Notification, *_of_notification())),
        Section("log", M("存证里关于您的记录"), lambda: _log(actor)),
    )


def _account(actor: Actor, now: datetime, settings: Any) -> Iterator[Item]:
    row = Account.get_by_id(actor.account)
    yield {
        "username": row.username,
        "display_name": row.display_name,
        "created_at": row.created_at,
        "language": row.language,
        "second_factor": row.otp_secret is not None,
        "mail": own_address(actor, now, settings).confirmed,
        "phone": own_phone(actor.account, settings),
        "history_since": row.history_since,
        "closes_at": row.closes_at,
    }


def _of_session() -> tuple[Any, ...]:
    return Session.created_at, Session.expires_at, Session.ended_at, Session.browser, Session.network, Session.seen_on


def _of_rating() -> tuple[Any, ...]:
    return Rating.thread, Rating.number, Rating.grade, Rating.solved, Rating.text, Rating.created_at


def _of_report() -> tuple[Any, ...]:
    return Report.post, Report.code, Report.text, Report.at, Report.outcome, Report.answer, Report.decided_at


def _of_sanction() -> tuple[Any, ...]:
    own = Sanction.kind, Sanction.code, Sanction.text, Sanction.post_id, Sanction.since, Sanction.until
    return (*own, Sanction.lifted_at, Sanction.lifted_text)


def _of_reading() -> tuple[Any, ...]:
    return ReadingPosition.thread, ReadingPosition.floor, ReadingPosition.at


def _of_notification() -> tuple[Any, ...]:
    return Notification.event, Notification.thread, Notification.floor, Notification.at, Notification.read_at


def _of_choice() -> tuple[Any, ...]:
    return DeliveryChoice.event, DeliveryChoice.channel, DeliveryChoice.wanted


def _of_setting() -> tuple[Any, ...]:
    return DeliverySetting.rhythm, DeliverySetting.mail_stopped_at


def _of_file() -> tuple[Any, ...]:
    place = PostFile.post, PostFile.thread, PostFile.number
    return (
        *place,
        PostFile.media,
        PostFile.sha256,
        PostFile.width,
        PostFile.height,
        PostFile.size,
        PostFile.created_at,
    )


def _of_upload() -> tuple[Any, ...]:
    place = Upload.latitude, Upload.longitude
    return Upload.media, Upload.sha256, Upload.size, Upload.name, Upload.alt, *place, Upload.created_at


def _threads(account: int | None) -> Any:
    columns = Thread.id, shown.title_column(), Board.slug.alias("board"), Thread.kind, Thread.status, Thread.anonymous
    more = Thread.channel, Thread.created_at, Thread.public
    return Thread.select(*columns, *more).join(Board).where(Thread.author == account)


def _posts(account: int | None) -> Any:
    """Every version of every post; a sealed text is ''."""
    placed = Post.place_thread.alias("thread"), Post.place_floor.alias("floor")
    own = Post.id.alias("post"), *placed, Post.kind, Post.anonymous, Post.role, Post.channel
    text = Revision.number, Revision.created_at, shown.text_column(), Post.hidden_at
    return Revision.select(Revision.id, *own, *text).join(Post).where(Post.author == account)


def _places(account: int | None) -> Any:
    columns = PlaceWatch.id, Board.slug.alias("board"), Department.slug.alias("department"), PlaceWatch.since
    rows = PlaceWatch.select(*columns).join(Board, peewee.JOIN.LEFT_OUTER)
    rows = rows.join_from(PlaceWatch, Department, peewee.JOIN.LEFT_OUTER)
    return rows.where(PlaceWatch.account == account)


def _log(actor: Actor) -> Iterator[Item]:
    """The entries of what the account did, and of what was done to it; who did that, and other details, are left out."""
    columns = Entry.id, Entry.at, Entry.deed, Entry.object, Entry.role, Entry.reason, Entry.leaf
    about = Entry.object == f"account/{actor.public_id}"
    for row in _pieces(Entry.select(*columns).where((Entry.actor_id == actor.account) | about), Entry.id):
        yield {**row, "label": RECORDS[Deed(row["deed"])].label}


def _pieces(query: Any, key: Any) -> Iterator[Item]:
    last = 0
    while rows := list(query.where(key > last).order_by(key).limit(PIECE).dicts()):
        yield from rows
        last = rows[-1]["id"]

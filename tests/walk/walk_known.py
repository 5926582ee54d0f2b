"""The objects of the walk's city, by the names that the arguments of routes have: those unlike each other for an actor."""

import io

from PIL import Image
from walk_city import COVERED

from boards.channels.webhooks.models import WebhookTarget
from boards.files.models import PostFile
from boards.models.cases import Extension
from boards.models.drafts import SavedDraft
from boards.models.notifications import Notification
from boards.models.offices import DepartmentPerson
from boards.models.press import PressReport
from boards.models.promises import Promise
from boards.models.threads import Category
from forum.accounts.models import Account, Sanction
from forum.outbox.models import OutboxItem
from forum.store.commitments import segments
from moderation.assessments.models import Assessment
from moderation.ledger.published import size_signed
from moderation.notices.models import Notice
from moderation.supervision.hot.models import HotCount


def arguments(city, actor):
    """{argument of a route: the values that are called}, and `few` of them for what is done to them."""
    size = size_signed()
    return {
        "few": {name: [row.id for row in rows] for name, rows in city.concealed.items()},
        "thread_id": _unlike_threads(city, actor),
        "post_id": _unlike_posts(city, actor),
        "floor": [1, 2],
        "slug": ["zhujian", "jiaotong", "chengshi"],
        "order_id": [city.order.id, city.waiting_order.id],
        "callback_id": [city.callback.id],
        "public_id": [row.public_id for row in (city.shy, city.cast.asker, city.gone)],
        "extension_id": [row.id for row in Extension.select()],
        "notice_id": [row.id for row in Notice.select()],
        "assessment_id": [row.id for row in Assessment.select()],
        "sanction_id": [row.id for row in Sanction.select()],
        "filename": ["wenqu.css"],
        "address": ["0/000.p/1", "entries/000", f"entries/{size // 256:03}.p/{size % 256}"],
        "topic": ["water"],
        "brief_id": [row.id for row in HotCount.select().where(HotCount.kind == "day")],
        "template_id": [1],
        "notification_id": _own_and_another(actor),
        "token_id": [1],
        "profile": [row.profile_id for row in Account.select()],
        "bearer": ["住建局", "无此人"],
        "session_id": [10**9],
        "key": [city.kept, "nothing"],
        "saved_id": [1],
        "device_id": [1],
        "item_id": [row.id for row in OutboxItem.select()],
        "webhook_id": [row.id for row in WebhookTarget.select()] or [1],
        "form": ["xml", "json"],
        "token": [city.unsubscribing, "nothing"],
        "held_id": [1],
        "word_id": [1],
        "report_id": [row.id for row in PressReport.select()],
        "promise_id": [row.id for row in Promise.select()],
        "person_id": [row.id for row in DepartmentPerson.select()],
        "draft_id": [row.id for row in SavedDraft.select()],
        "number": [1, 2],
        "part": [1],
        "parts": ["1-1-1"],
        "file_id": [row.id for row in PostFile.select()],
        "name": [f"{city.picture[:12]}.webp"],
        "category_id": [row.id for row in Category.select()],
    }


def named(city, browser):
    """What stands in braces in the forms of walk_forms.py."""
    text = f"我的电话是{COVERED}，请回电。"
    return {
        "covered_part": f"1.{segments(text).index(COVERED) + 1}",
        "signatory": city.cast.signatory.account,
        "post": city.floor(city.anonymous, 1).id,
        "receipt": browser.get(f"/posts/{city.floor(city.open, 1).id}/receipt").text,
        "scan": _page,
        "open_number": str(city.open.id),
        "passed_from": str(city.places.housing.id),
        **{
            name: getattr(city, name).id
            for name in ("open", "waiting", "copy", "marked", "talk", "answered", "joint", "late_clock", "passed")
        },
    }


def _page():
    page = io.BytesIO()
    Image.new("RGB", (8, 8)).save(page, "PNG")
    page.seek(0)
    return page, "page.png"


def _unlike_threads(city, actor):
    """All for those who may see the least and the most; for another, one of each kind that the rules of access tell apart."""
    if actor in (city.cast.guest, city.cast.asker, city.cast.spokesperson, city.cast.moderator):
        return [thread.id for thread in city.threads]
    kept = [*city.concealed["thread_id"], *city.threads[::-1]]
    return sorted({_state(thread, city, actor): thread.id for thread in kept[::-1]}.values())


def _state(thread, city, actor):
    stands = (
        thread.status,
        thread.board_id,
        thread.duplicate_of_id is None,
        thread.channel,
        thread.merged_into_id is None,
    )
    return *_shut(thread), *stands, _wrote(thread.author_id, city, actor)


def _shut(thread):
    return thread.hidden, thread.withheld, thread.public, thread.anonymous, thread.shown_title is None


def _wrote(author, city, actor):
    return {city.cast.asker.account: "asker", city.shy.account: "shy", actor.account: "the actor"}.get(author)


def _unlike_posts(city, actor):
    """One post of each kind that the rules of access tell apart."""
    threads = {thread.id: thread for thread in city.threads}
    return list({_kind(post, threads[post.place_thread], city, actor): post.id for post in city.posts}.values())


def _kind(post, thread, city, actor):
    hidden = post.hidden_role, post.hidden_whole, post.seal_order_id is None, post.anonymous
    return *_shut(thread), *hidden, post.role, _wrote(post.author_id, city, actor), post.place_floor == 1


def _own_and_another(actor):
    """An actor's notifications, and one that is none of his."""
    own = [row.id for row in Notification.select().where(Notification.account == actor.account)]
    another = Notification.select().where(Notification.account != (actor.account or 0)).first()
    return [*own, another.id]

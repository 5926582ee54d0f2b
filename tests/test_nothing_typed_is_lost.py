"""Every form that posts, refused in every way: each word that was typed stands in the answer."""

import re
from html import unescape

import pytest
from stage_clients import without_tokens

from boards.actions.cases import extensions, handling
from boards.models.threads import Post
from boards.rules.status import PostKind
from forum.kept.models import KeptForm
from forum.store.log import Entry

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PASSWORD = "a long enough password"
LONG = "这是<一段>写了很久的话，\r\n分成“两行” & 还有别的。"
WHY = {"code": "other", "reason": LONG}
# Address, who may use it, and what a person types and chooses there; nothing in it is accepted as it stands (WRONG).
FORMS = [
    ("/boards/chengshi/new", "asker", {"title": "江边<步道>", "text": LONG, "anonymous": "1"}),
    ("/boards/zhujian/new", "asker", {"title": "路口<灯>", "text": LONG, "kind": "suggestion", "anonymous": "1"}),
    ("/ask", "asker", {"title": "路口<灯>", "text": LONG, "kind": "suggestion", "to": "jiaotong", "anonymous": "1"}),
    ("/threads/1/posts", "neighbour", {"text": LONG, "kind": "reply", "anonymous": "1"}),
    ("/threads/1/posts", "spokesperson", {"text": LONG, "kind": PostKind.RESULT.value}),
    ("/threads/1/draft", "spokesperson", {"text": LONG, "kind": PostKind.RESULT.value}),
    ("/threads/1/reply", "spokesperson", {"text": LONG, "kind": PostKind.RESULT.value}),
    ("/posts/1/revisions", "asker", {"text": LONG}),
    ("/threads/1/transfer", "spokesperson", {"to": "jiaotong", "explanation": LONG}),
    ("/threads/1/return", "spokesperson", {"reason": LONG}),
    ("/threads/1/cohandling", "spokesperson", {"departments": "jiaotong", "text": LONG}),
    ("/threads/1/input", "spokesperson", {"text": LONG}),
    ("/threads/1/extension", "spokesperson", {"until": "2014-10-20T10:00", "reason": LONG}),
    ("/threads/1/declination", "spokesperson", {"code": "litigation", "text": LONG}),
    ("/threads/1/rating", "asker", {"grade": "2", "text": LONG}),
    ("/threads/1/platform-answer", "moderator", {"text": LONG}),
    ("/desk/transfers", "spokesperson", {"listed": "1", "thread": "1", "way": "transfer", "to": "jiaotong", "explanation": LONG}),
    ("/desk/templates", "spokesperson", {"title": "收<到>", "text": LONG}),
    ("/posts/1/report", "neighbour", WHY),
    ("/posts/1/hiding", "moderator", WHY),
    ("/posts/1/warning", "moderator", WHY),
    ("/posts/1/suspension", "moderator", {**WHY, "until": "2014-10-01T10:00"}),
    ("/posts/1/covering", "moderator", {"code": "address", "reason": LONG}),
    ("/moderation/words", "moderator", {"words": LONG, "tier": "hold", "reason": "广<告>"}),
    ("/threads/1/merger", "moderator", {**WHY, "into": "https://example.org/threads/77"}),
    ("/threads/1/split", "moderator", {**WHY, "floors": "5、7-9", "title": "另<一>件事"}),
    ("/threads/1/lock", "moderator", WHY),
    ("/threads/1/duplication", "moderator", {**WHY, "of": "/threads/77"}),
    ("/moderation/reports/1/decision", "moderator", {"outcome": "upheld", "reason": LONG, "answer": "已<处理>。"}),
    ("/moderation/dispositions", "moderator", {"disposition": "decline", "why": LONG, "text": "平台<答复>"}),
    ("/supervision/extensions/1/decision", "supervisor", {"granted": "no", "remark": LONG}),
    ("/topics", "supervisor", {"title": "停<水>", "slug": "New", "introduction": LONG, "threads": "7 <八>"}),
    ("/orders", "administrator", {"number": "文〔2014〕<3>号", "office": "市<长>", "ground": LONG, "signed_on": "2014-09-20"}),
    ("/hotline/calls", "operator", {"caller": "朱<女士>", "phone": "0570-8021234", "title": "路<灯>", "text": LONG,
                                    "kind": "suggestion", "called_at": "2014-09-22T09:30"}),
    ("/notifications/settings", "asker", {"told": "reply:bell"}),
    ("/register", "guest", {"username": "new<comer>", "display_name": "新<来>的"}),
]  # fmt: skip
# Where the form itself comes back; the others list what was typed when their page has no place for it.
LISTED = {"/moderation/reports/1/decision", "/moderation/dispositions", "/notifications/settings"}
NAMES = [f"{address[1:]} by {who}" for address, who, _ in FORMS]
# A guest has no session to lose.
OF_ACCOUNTS = [form for form in FORMS if form[1] != "guest"]
of_every_form_of_an_account = pytest.mark.parametrize(
    ("address", "who", "words"), OF_ACCOUNTS, ids=[f"{address[1:]} by {who}" for address, who, _ in OF_ACCOUNTS]
)
of_every_form = pytest.mark.parametrize(("address", "who", "words"), FORMS, ids=NAMES)


@pytest.fixture(autouse=True)
def city(question, cast, rules, now):
    """A question that is being handled, with an extension that waits for its decision."""
    handling.accept(question, actor=cast.spokesperson, now=now)
    extensions.ask_extension(
        question, actor=cast.spokesperson, now=now, until=now.replace(month=10, day=9), reason="要等设备进场安装。"
    )


@of_every_form
def test_with_a_stale_token(client_of, cast, address, who, words):
    answer = without_tokens(client_of(getattr(cast, who))).post(address, data=words)
    assert answer.status_code in (400, 403, 409)
    assert missing(answer.text, words) == []
    if answer.status_code == 400 and address not in LISTED:
        assert "再按一次提交" in answer.text and "可以复制到别处" not in answer.text


@of_every_form_of_an_account
def test_without_a_session(app, client_of, cast, address, who, words):
    browser = without_tokens(app.test_client())
    kept = browser.post(address, data=words)
    assert kept.status_code == 303 and kept.location.startswith("/kept/")
    browser.sends_tokens = True
    back = browser.post("/login", data={"username": who, "password": PASSWORD, "next": kept.location})
    assert back.location == kept.location
    entries = Entry.select().count()
    page = browser.get(kept.location)
    assert page.status_code in (200, 403, 409)
    assert missing(page.text, words) == []
    if page.status_code == 200 and address not in LISTED:
        assert "再按一次提交" in page.text and "可以复制到别处" not in page.text
    assert Entry.select().count() == entries and KeptForm.select().count() == 1


WRONG = {"text": "\x07", "title": "长" * 90, "code": "no such", "kind": "no such", "until": "nonsense", "of": "nonsense",
         "into": "nonsense", "to": "no such", "grade": "9", "tier": "no such", "outcome": "no such", "number": "号" * 999,
         "username": "x", "explanation": "\x07", "granted": "perhaps", "departments": "no such"}  # fmt: skip


@of_every_form
def test_with_one_wrong_field_after_the_other(client_of, cast, address, who, words):
    """Each field in its turn holds what is refused; all the others come back."""
    posts = Post.select().count()
    for name in set(words) & set(WRONG):
        sent = {**words, name: WRONG[name]}
        answer = client_of(getattr(cast, who)).post(address, data=sent)
        if answer.status_code == 303:
            continue  # this form has no rule for that field
        assert missing(answer.text, {other: value for other, value in words.items() if other != name}) == []
    assert Post.select().count() <= posts + 2


def missing(html, words):
    """What of `words` the page does not hold: in a field's value, as a choice that is made, or as a listed text."""
    page = re.sub(r"\r\n?", "\n", unescape(html))
    return [value for value in words.values() if re.sub(r"\r\n?", "\n", value) not in page]

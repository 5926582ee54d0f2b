"""Nobody deletes: not the asker, not a moderator, not an administrator, by no public way and by no SQL of the program."""

import re
from html.parser import HTMLParser

import peewee
import pytest
from stage_clients import without_tokens

from boards.actions.posts import posts
from boards.actions.posts.posts import WHY_NOTHING_IS_DELETED
from boards.actions.posts.threads import support
from boards.models.threads import Post, Revision, Thread
from forum.store import db
from forum.store.guard import FROZEN

WHO = ("guest", "asker", "neighbour", "spokesperson", "moderator", "supervisor", "signatory", "administrator")

ASKED = [("DELETE", "/threads/{thread}"), ("DELETE", "/posts/{post}"), ("DELETE", "/posts/{reply}")]
TRICKS = [
    ("POST", "/threads/{thread}", {"data": {"_method": "DELETE"}}),
    ("POST", "/threads/{thread}?_method=DELETE", {}),
    ("POST", "/threads/{thread}", {"headers": {"X-HTTP-Method-Override": "DELETE"}}),
    ("POST", "/posts/{post}", {"data": {"_method": "delete"}}),
    ("POST", "/posts/{post}/deletion", {"data": {"confirm": "yes"}}),
    ("POST", "/threads/{thread}/deletion", {}),
    ("GET", "/posts/{post}/deletion?confirm=1&_method=DELETE", {}),
    ("DELETE", "/posts/{post}/revisions", {}),
    ("DELETE", "/threads/{thread}/posts", {}),
    ("DELETE", "/threads/{thread}/floors/1", {}),
    ("DELETE", "/threads/{thread}/support", {}),
    ("DELETE", "/boards/zhujian", {}),
    ("DELETE", "/departments/zhujian", {}),
    ("DELETE", "/moderation/log", {}),
    ("DELETE", "/account", {}),
    ("PUT", "/posts/{post}", {"data": {"text": ""}}),
    ("PATCH", "/threads/{thread}", {"data": {"hidden": "1"}}),
]


@pytest.fixture
def target(question, cast, rules, now):
    """A question with an answer to it, supported once; and how many rows every table has."""
    reply = posts.reply(question, actor=cast.neighbour, now=now, city=rules, text="我也遇到了。")
    support(question, actor=cast.neighbour, now=now)
    first = Post.get(Post.thread == question.id, Post.floor == 1)
    return {"thread": question.id, "post": first.id, "reply": reply.id}


def rows():
    """How many rows each table has."""
    count = "SELECT COUNT(*) FROM {}".format
    return {table: db.database.execute_sql(count(table)).fetchone()[0] for table in db.database.get_tables()}


@pytest.mark.parametrize(("method", "address"), ASKED)
def test_everybody_gets_the_same_plain_answer(client_of, cast, target, method, address):
    browsers = [client_of(getattr(cast, who)) for who in WHO]
    before = rows()
    answers = [browser.open(address.format(**target), method=method) for browser in browsers]
    assert {answer.status_code for answer in answers} == {405}
    assert len({_main(answer.text) for answer in answers}) == 1
    assert str(WHY_NOTHING_IS_DELETED) in answers[0].text
    assert rows() == before


@pytest.mark.parametrize(("method", "address"), ASKED)
def test_the_answer_needs_no_token_of_a_form(client_of, cast, target, method, address):
    answers = [
        without_tokens(client_of(getattr(cast, who))).open(address.format(**target), method=method) for who in WHO
    ]
    assert {answer.status_code for answer in answers} == {405}


def test_the_answer_tells_which_methods_the_address_has(client_of, cast, target):
    answer = client_of(cast.asker).delete("/threads/{thread}".format(**target))
    assert {"GET", "HEAD"} <= set(answer.headers["Allow"].split(", ")) and "DELETE" not in answer.headers["Allow"]


def test_the_answer_is_there_in_english(client_of, cast, target):
    answer = client_of(cast.administrator).delete("/posts/{post}".format(**target), headers={"Accept-Language": "en"})
    assert answer.status_code == 405
    assert "delete" in _main(answer.text).lower()
    assert not re.search("[\u4e00-\u9fff]", _main(answer.text))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("method", "address", "sent"), TRICKS)
def test_no_trick_deletes(client_of, cast, target, method, address, sent):
    browsers = [client_of(getattr(cast, who)) for who in WHO]
    before = rows()
    answers = [browser.open(address.format(**target), method=method, **sent) for browser in browsers]
    assert {answer.status_code for answer in answers} <= {200, 404, 405}
    assert len({(answer.status_code, _main(answer.text)) for answer in answers}) == 1
    assert rows() == before


def test_the_page_about_deletion_explains_and_offers_no_button(client_of, cast, target):
    for who in WHO:
        page = client_of(getattr(cast, who)).get("/posts/{post}/deletion".format(**target))
        assert page.status_code == 200
        assert "不能删除" in _main(page.text)
        assert "<form" not in _main(page.text)


def test_no_form_of_a_thread_leads_to_deletion(client_of, cast, target):
    for who in WHO:
        forms = _Forms()
        forms.feed(client_of(getattr(cast, who)).get("/threads/{thread}".format(**target)).text)
        assert forms.actions
        assert [action for action in forms.actions if "delet" in action.lower()] == []


@pytest.mark.parametrize("table", sorted(FROZEN))
def test_the_programs_own_connection_deletes_no_row(app, target, table):
    before = rows()
    _refused(f"DELETE FROM {table}")
    _refused(f"DELETE FROM {table} WHERE id = 1")
    assert rows() == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE revision SET text = '', html = ''",
        "UPDATE thread SET title = 'x'",
        "UPDATE post SET floor = floor + 100",
        "UPDATE post SET revision = revision + 1",
        "UPDATE entry SET leaf = ''",
        "DROP TABLE support",
        "ALTER TABLE post RENAME TO gone",
    ],
)
def test_the_programs_own_connection_rewrites_nothing(app, target, statement):
    before, texts = rows(), list(Revision.select(Revision.text).tuples())
    _refused(statement)
    assert (rows(), list(Revision.select(Revision.text).tuples())) == (before, texts)


def test_the_models_delete_nothing(app, target):
    before = rows()
    for deletion in (Post.delete(), Revision.delete(), Thread.delete().where(Thread.id == target["thread"])):
        with pytest.raises(peewee.DatabaseError):
            deletion.execute()
        _forget_failure()
    with pytest.raises(peewee.DatabaseError):
        Post.get_by_id(target["reply"]).delete_instance()
    _forget_failure()
    assert rows() == before


def _refused(statement):
    with pytest.raises(peewee.DatabaseError), db.database.atomic():
        db.database.execute_sql(statement)
    _forget_failure()


def _forget_failure():
    if db.database.in_transaction():
        db.database.rollback()


def _main(html):
    """The page without what depends on the viewer: its edges."""
    return re.search(r"<main.*?</main>", html, re.DOTALL)[0] if "<main" in html else html


class _Forms(HTMLParser):
    def __init__(self):
        super().__init__()
        self.actions = []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.actions.append(attrs.get("action", ""))
        if "formaction" in attrs:
            self.actions.append(attrs["formaction"])

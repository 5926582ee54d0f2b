"""A walk through every page and API call as every role, looking for words that this role may not see there.

The city of walk/walk_city.py holds each kind of concealed text and name. Every route of the program is called for
its threads, posts and so on, for all that are unlike each other to the role (walk_known.py);
a route with an argument that the walk does not know fails it. Nothing that is posted stays.
"""

import logging
from contextlib import suppress
from datetime import timedelta

import pytest
from walk_calls import Walk
from walk_city import COVERED, PHONE
from walk_forms import FORMS, OF_RULE, REFUSED
from walk_known import arguments, named

from boards.channels.wechat import reads
from boards.models.threads import Board, Thread
from boards.queries.parts import people, shown
from boards.rules import access
from forum.problems import NotFound
from forum.roles import GUEST
from forum.web import refused
from forum.web.door import Allow

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ROLES = (
    "guest asker neighbour shy informer spokesperson outsider moderator operator supervisor reporter signatory administrator"
).split()
ON_POSTGRESQL = "guest", "outsider"  # what is shown knows no engine, but queries do

ADMINISTRATION = "/admin/accounts"
LOOK = "/hotline/callbacks/<id:callback_id>/look"
# A word, and who may see it: anywhere, or on the pages whose rule begins so.
OF_CONTACT = {
    "asker": "/threads/<id:thread_id>/contact",
    "spokesperson": "/threads/<id:thread_id>/contact",
    "moderator": "/threads/<id:thread_id>/contact/look",
}
MAY_SEE = {
    "qzhidden": {"moderator": "", "asker": ""},
    "qzwhole": {"moderator": "", "asker": ""},
    "qzwait": {"moderator": "", "asker": ""},
    "qzheld": {"moderator": "", "asker": ""},
    "qzsealed": {},
    COVERED: {},
    "qzshyname": {"moderator": "", "shy": "", "administrator": ADMINISTRATION},
    "qzinformername": {"informer": "", "administrator": ADMINISTRATION},
    "qzcaller": {"operator": LOOK},
    PHONE: {"operator": LOOK},
    "qzpress": {},
    "qzelsewhere": {},
    "qzpromise": {"moderator": "", "spokesperson": ""},
    "qzdraft": {"spokesperson": ""},
    "qzsaved": {"neighbour": ""},
    "qztemplate": {"spokesperson": ""},
    "qzmail": {"asker": "/account/mail"},
    "13757001234": {"spokesperson": "/threads/<id:thread_id>/contact/phone"},
    "137****1234": {"asker": "", "spokesperson": "/threads/<id:thread_id>/contact"},
    "qzcontactask": OF_CONTACT,
    "qzcontactanswer": OF_CONTACT,
    "qzcontactreason": {**OF_CONTACT, "supervisor": "/hotline/looks"},
    "qzkept": {"asker": "/kept/<key>"},
    "qzreport": {"moderator": "", "informer": ""},
    "qzlookreason": {"supervisor": ""},
    "qzremark": {"operator": ""},
}


@pytest.mark.parametrize(
    ("database_url", "role"),
    [*(("sqlite", role) for role in ROLES), *(("postgresql", role) for role in ON_POSTGRESQL)],
    indirect=["database_url"],
)
def test_what_is_concealed_is_shown_to_those_who_may_see_it_and_to_nobody_else(role, secrets, walk):
    """That the others see it shows that the walk comes by where it stands, and would find it there."""
    walked = walk(role)
    assert (leaks(walked, role), walked.failed) == ({}, {})
    assert set(walked.seen) == {word for word, may in MAY_SEE.items() if role in may}
    assert set(FORMS.get(role, ())) - walked.accepted == set()


@SQLITE
def test_the_walk_knows_every_argument_and_every_form_of_every_route(app, secrets):
    rules = list(app.url_map.iter_rules())
    assert {name for rule in rules for name in rule.arguments} <= set(arguments(secrets, secrets.cast.guest))
    forms = {f"{method} {rule.rule}" for rule in rules for method in rule.methods - {"HEAD", "OPTIONS", "GET"}}
    assert forms == set(OF_RULE) | REFUSED and not set(OF_RULE) & REFUSED


@SQLITE
def test_the_conversation_on_wechat_shows_nothing_concealed(app, secrets, now):
    boards = [board.slug for board in Board.select()]
    says = [reads.hot(now, now - timedelta(days=3650), "http://a"), reads.reports("http://a")]
    says += [reads.of_board(slug, now, "http://a") for slug in boards]
    for thread in Thread.select():
        with suppress(NotFound):
            says.append(reads.progress(thread.id, GUEST, now, "http://a"))
    text = "\n".join(str(line) for lines in says for line in lines)
    assert "路灯" in text and [word for word, may in MAY_SEE.items() if "guest" not in may and word in text] == []


@SQLITE
def test_a_page_that_forgets_what_is_hidden_is_found(secrets, walk, monkeypatch):
    monkeypatch.setattr(shown, "visible_title", lambda title, hidden: title)
    found = leaks(walk("supervisor", {"/supervision"}), "supervisor")
    assert set(found) == {("qzhidden", "GET", "/supervision"), ("qzwhole", "GET", "/supervision")}


@SQLITE
def test_a_template_that_forgets_who_is_anonymous_is_found(secrets, walk, monkeypatch):
    monkeypatch.setattr(people, "ANONYMOUS", secrets.shy.name)
    found = leaks(walk("guest", {"/boards/<slug>", "/api/v1/posts/<id:post_id>"}), "guest")
    assert {word for word, _, _ in found} == {"qzshyname"} and len(found) == 2


@SQLITE
def test_a_moderators_search_that_forgets_who_asks_is_found(secrets, walk, monkeypatch):
    """Behind the door the rules of access are asked once more: only without both does another see what is hidden."""
    monkeypatch.setattr(Allow, "check", lambda allow, actor: None)
    assert leaks(walk("neighbour", {"/moderation/search"}), "neighbour") == {}
    for rule in ("may_see_hidden", "may_see_thread"):
        monkeypatch.setattr(access, rule, lambda *given: True)
    found = leaks(walk("neighbour", {"/moderation/search"}), "neighbour")
    assert {word for word, _, _ in found} >= {"qzhidden", "qzwait"}


@SQLITE
def test_a_kept_form_that_is_opened_for_anybody_is_found(secrets, walk, monkeypatch):
    opened = refused.kept.open_kept
    asker = secrets.cast.asker.account
    monkeypatch.setattr(refused.kept, "open_kept", lambda key, **given: opened(key, **{**given, "account": asker}))
    assert set(leaks(walk("neighbour", {"/kept/<key>"}), "neighbour")) == {("qzkept", "GET", "/kept/<key>")}


@SQLITE
def test_a_page_that_fails_is_found_and_says_nothing_of_what_failed(secrets, walk, monkeypatch):
    def fail(title, hidden):
        raise RuntimeError(title)

    monkeypatch.setattr(shown, "visible_title", fail)
    walked = walk("supervisor", {"/supervision"})
    assert set(walked.failed) == {(500, "GET", "/supervision")} and walked.seen == {}


def leaks(walked, role):
    """{(word, method, rule): an address} of what the role may not see and was shown."""
    return {
        (word, method, rule): address
        for word, places in walked.seen.items()
        for (method, rule), address in places.items()
        if not (role in MAY_SEE[word] and rule.startswith(MAY_SEE[word][role]))
    }


@pytest.fixture
def walk(app, client_of, api_of, secrets):
    """walk(role, rules): the Walk of a role under these rules, or under all."""

    def go(role, only=None):
        actor = getattr(secrets, role, None) or getattr(secrets.cast, role)
        rules = [rule for rule in app.url_map.iter_rules() if only is None or rule.rule in only]
        walker = Walk(app, client_of, api_of, role, actor, arguments(secrets, actor), named(secrets, client_of(actor)))
        return walker.walk(rules, MAY_SEE)

    logging.disable(logging.ERROR)
    yield go
    logging.disable(logging.NOTSET)

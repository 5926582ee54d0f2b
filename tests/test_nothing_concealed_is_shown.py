"""A walk through every page and API call as every role, looking for words that this role may not see there.

The city of walk/walk_city.py holds each kind of concealed text and name. Every route of the program is called for each
of its threads, posts and so on; a route with an argument that the walk does not know fails it. Nothing that is posted stays.
"""

import logging
import re
from contextlib import contextmanager, suppress
from itertools import product

import pytest
from walk_city import COVERED, PHONE

from boards.models.cases import Extension
from boards.queries.parts import people, shown
from forum.accounts.models import Sanction
from forum.store import db
from forum.web.door import EVERYONE
from moderation.ledger.published import size_signed

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # what is shown knows no engine

ROLES = (
    "guest asker neighbour shy informer spokesperson outsider moderator operator supervisor reporter signatory administrator"
).split()

ADMINISTRATION = "/admin/accounts"
LOOK = "/hotline/callbacks/<id:callback_id>/look"
# A word, and who may see it: anywhere, or on the pages whose rule begins so.
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
    "qzdraft": {"spokesperson": ""},
    "qztemplate": {"spokesperson": ""},
    "qzreport": {"moderator": "", "informer": ""},
    "qzlookreason": {"supervisor": "", "operator": ""},
    "qzremark": {"operator": "", "supervisor": ""},
}

# What pages take behind their address.
QUERIES = {
    "/threads/<id:thread_id>": ("?view=tree", "?view=tree&root=2", "?only=1", "?only=2", "?order=desc"),
    "/threads/<id:thread_id>/reply": ("?parent=1", "?parent=2", "?parent=3"),
    "/boards/<slug>": ("?sort=newest", "?sort=supports", "?status=overdue", "?status=accepted", "?kind=complaint"),
    "/desk": ("?status=accepted", "?status=overdue"),
    "/search": ("?q=路灯", "?q=路灯&sort=date", "?q=三个月 没有人", "?q=author:qz"),
    "/search/similar": ("?q=路灯坏了三个月&board=zhujian", "?q=没人接&board=zhujian"),
    "/api/v1/search": ("?q=路灯&limit=100", "?q=没有人&sort=date"),
    "/moderation/log": ("?board=zhujian", "?reason=personal"),
    "/api/v1/moderation/log": ("?limit=100",),
    "/api/v1/ledger/openings": ("?limit=100", "?from_entry=101&limit=100", "?from_entry=201&limit=100"),
    "/api/v1/ledger/rows": ("?limit=100", "?from_entry=101&limit=100", "?from_entry=201&limit=100"),
    "/admin/accounts": ("?q=qz",),
}

# What is typed into every form that has a field of the name; some forms accept it, and show what they did.
TYPED = {
    "title": "路灯", "text": "路灯坏了，请修一修。", "kind": "reply", "code": "personal", "reason": "写了电话，应当屏蔽。",
    "explanation": "归另一个局管，请带身份证去窗口。", "to": "jiaotong", "board": "chengshi", "grade": "2", "floors": "2",
    "outcome": "reached", "answer": "已经看过。", "q": "路灯", "words": "路灯", "tier": "hold", "granted": "yes",
}  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_nothing_is_shown_to_who_may_not_see_it(role, secrets, walk):
    assert walk(role) == {}


def test_the_walk_knows_every_argument_of_every_route(app, secrets):
    assert {name for rule in app.url_map.iter_rules() for name in rule.arguments} <= set(_arguments(secrets))


def test_a_page_that_forgets_what_is_hidden_is_found(secrets, walk, monkeypatch):
    monkeypatch.setattr(shown, "visible_title", lambda title, hidden: title)
    found = walk("supervisor", {"/supervision"})
    assert set(found) == {("qzhidden", "GET", "/supervision"), ("qzwhole", "GET", "/supervision")}


def test_a_template_that_forgets_who_is_anonymous_is_found(secrets, walk, monkeypatch):
    monkeypatch.setattr(people, "ANONYMOUS", secrets.shy.name)
    found = walk("guest", {"/boards/<slug>", "/api/v1/posts/<id:post_id>"})
    assert {word for word, _, _ in found} == {"qzshyname"} and len(found) == 2


@pytest.fixture
def walk(app, client_of, api_of, secrets):
    """walk(role, rules): {(word, method, rule): an address} of what the role may not see and was shown, under all rules when none are given."""
    known = _arguments(secrets)

    def go(role, only=None):
        actor = getattr(secrets, role, None) or getattr(secrets.cast, role)
        rules = [rule for rule in app.url_map.iter_rules() if only is None or rule.rule in only]
        return _Walk(app, client_of, api_of, role, actor, known).found(rules)

    logging.disable(logging.ERROR)
    yield go
    logging.disable(logging.NOTSET)


class _Walk:
    """One role's calls of every route."""

    def __init__(self, app, client_of, api_of, role, actor, known):
        self.app, self.client_of, self.role, self.actor, self.known = app, client_of, role, actor, known
        self.adapter = app.url_map.bind("localhost")
        self.browser, self.program = client_of(actor), api_of(actor)

    def found(self, rules):
        found = {}
        for rule in rules:
            for method in rule.methods - {"HEAD", "OPTIONS"}:
                for address, answer in self.answers(rule, method):
                    for word in self.forbidden(answer, rule.rule):
                        found.setdefault((word, method, rule.rule), address)
        return found

    def answers(self, rule, method):
        """(address, answer) of each call of a route; of one call where the door refuses the role before it looks at anything."""
        for address in self.addresses(rule, method):
            for typed in (None,) if method == "GET" else (TYPED,) if rule.rule.startswith("/api") else ({}, TYPED):
                yield address, self.call(rule, method, address, typed)
            if self.refused(rule):
                return

    def refused(self, rule):
        door = getattr(self.app.view_functions[rule.endpoint], "door", EVERYONE)
        return door is not EVERYONE and not (self.actor.has(*door.roles) if door.roles else self.actor.signed_in)

    def call(self, rule, method, address, typed):
        api = rule.rule.startswith("/api/v1")
        if method == "GET":
            return (
                self.program.get(address.removeprefix("/api/v1")) if api else self.browser.get(address, buffered=True)
            )
        with _undone():  # in a browser of its own, since some forms end the session
            if api:
                return self.program.open(address.removeprefix("/api/v1"), method, json=typed)
            return self.client_of(self.actor).open(address, method=method, data=typed, buffered=True)

    def addresses(self, rule, method):
        names = sorted(rule.arguments)
        few = {} if method == "GET" and not rule.rule.startswith("/threads/<id:thread_id>/") else self.known["few"]
        for values in product(*(few.get(name) or self.known[name] for name in names)):
            address = self.adapter.build(rule.endpoint, dict(zip(names, values, strict=True)), method)
            yield from (address + query for query in ("", *(QUERIES.get(rule.rule, ()) if method == "GET" else ())))

    def forbidden(self, answer, rule):
        """The words of an answer that the role may not see under the rule; marks of search are no part of a word."""
        body = answer.get_data().decode(errors="replace") + answer.headers.get("Location", "")
        body = re.sub(r"<wbr>|</?mark>", "", body)
        for word, may in MAY_SEE.items():
            if word in body and not (self.role in may and rule.startswith(may[self.role])):
                yield word


class _Undone(Exception):
    """Ends a transaction whose writes are thrown away."""


@contextmanager
def _undone():
    """A block whose requests write nothing that stays."""
    with pytest.MonkeyPatch.context() as patch, suppress(_Undone), db.write():
        patch.setattr(db.database.obj, "close", lambda: False)
        yield
        raise _Undone


def _arguments(city):
    size = size_signed()
    return {
        "few": city.concealed,
        "thread_id": [thread.id for thread in city.threads],
        "post_id": [post.id for post in city.posts],
        "floor": [1, 2],
        "slug": ["zhujian", "jiaotong", "chengshi"],
        "order_id": [city.order.id, city.waiting_order.id],
        "callback_id": [city.callback.id],
        "public_id": [city.shy.public_id, city.cast.asker.public_id],
        "extension_id": [row.id for row in Extension.select()],
        "sanction_id": [row.id for row in Sanction.select()],
        "filename": ["wenqu.css"],
        "address": ["0/000.p/1", "entries/000", f"entries/{size // 256:03}.p/{size % 256}"],
        "template_id": [1],
        "notification_id": list(range(1, 20)),
        "token_id": [1],
        "key": ["nothing"],
        "held_id": [1],
        "word_id": [1],
    }

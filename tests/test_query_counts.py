"""A page costs a fixed number of statements, however much stands in the tables: at most seven."""

import io
import json
import re
from collections import defaultdict
from datetime import timedelta
from functools import partial
from itertools import chain

import pytest
from PIL import Image
from stage_city_growth import grow_city, steps
from stage_databases import counted

from boards.actions.cases import extensions, handling, transfers
from boards.actions.cases.callbacks import close_callback
from boards.actions.cases.promises import answer as answer_promise
from boards.actions.city import offices
from boards.actions.city.structure import get_or_create_board, get_or_create_department
from boards.actions.posts import answer_templates, drafts, posts, press
from boards.actions.posts.locations import CheckedLocation, relocate
from boards.actions.posts.threads import ask
from boards.channels.hotline.actions import Caller, enter, look
from boards.channels.hotline.queries import call_of
from boards.clocks.policy import NoticeKind
from boards.contact.actions import look_at_texts, write
from boards.drafts.actions import save as save_draft
from boards.drafts.rules import Mark, read_place
from boards.models.cases import Callback
from boards.models.press import PressReport
from boards.models.promises import Promise
from boards.models.threads import Category, Clock, Post, Thread
from boards.readers import promises
from boards.rules.locations.position import Position, Precision
from boards.services.quiz.actions import import_bank
from boards.services.quiz.bank import TRAFFIC, read_bank
from forum.accounts import actions as accounts
from forum.accounts.models import Account
from forum.accounts.queries import actor_of_account
from forum.outbox.actions import put
from forum.outbox.models import OutboxItem
from forum.private import Encryptor
from forum.store import db
from forum.web.members import pages
from moderation.assessments.actions import freeze
from moderation.hiding import actions as hiding
from moderation.ledger.signing import Signer
from moderation.notices.actions import issue
from moderation.orders import actions as orders
from moderation.reports import actions as reporting
from moderation.sanctions import actions as sanctioning
from moderation.supervision.briefs.keeping import figures_of
from moderation.supervision.hot.counting import count
from moderation.supervision.hot.models import HotCount, HotTerm, HotTermThread, HotThread
from moderation.supervision.hot.rules import week_to
from moderation.supervision.topics.actions import open_topic
from moderation.supervision.topics.models import TopicThread
from moderation.tools import marking, merging, splitting
from moderation.words.actions import add
from search.query.topic_words import could_be_a_name
from search.reader import SearchReader

MOST = 7
FEWER = {"/departments/zhujian": 5, "/departments/jiaotong": 5}
HERE = CheckedLocation("人民路", Position(289703, 1188743), Precision.POINT)

EVERYBODYS = (
    "/orders",
    "/orders/{order}",
    "/",
    "/boards",
    "/ask",
    "/ask?q=没有红绿灯的路口",
    "/about",
    "/about/accessibility",
    "/about/design",
    "/about/design.css",
    "/about/privacy",
    "/about/shortcuts",
    "/boards/zhujian",
    "/threads",
    "/users/{profile}",
    "/named/住建局",
    "/threads?status=overdue&sort=due",
    "/threads?kind=complaint&sort=supports",
    "/boards/zhujian?status=overdue&kind=complaint&sort=supports",
    "/boards/chengshi",
    "/departments",
    "/departments/zhujian",
    "/departments/jiaotong",
    "/departments/zhujian/people",
    "/departments/zhujian/rules",
    "/departments/zhujian/rules/2",
    "/departments/zhujian/promises",
    "/departments/zhujian/promises?state=overdue",
    "/promises/{promise}",
    "/api/v1/departments/zhujian/promises?limit=100",
    "/card.png",
    "/threads/{thread}/card.png",
    "/nearby?position=28.9703,118.8743",
    "/nearby?thread={thread}",
    "/api/v1/nearby?lat=28.9703&long=118.8743&limit=100",
    "/reports",
    "/reports/{report}",
    "/reports/{report}/versions/1",
    "/api/v1/press-reports?limit=100",
    "/api/v1/press-reports/{report}",
    "/api/v1/departments",
    "/api/v1/departments/zhujian",
    "/api/v1/departments/zhujian/rules",
    "/api/v1/departments/zhujian/rules/2",
    "/threads/{thread}",
    "/threads/{thread}?page=2",
    "/threads/{thread}?order=desc",
    "/threads/{thread}?only=1",
    "/threads/{thread}?only=2&after=1",
    "/threads/{thread}?view=tree",
    "/threads/{thread}?view=tree&root=2",
    "/threads/{thread}/floors/2",
    "/posts/{post}",
    "/posts/{post}/revisions",
    "/posts/{post}/proof",
    "/posts/{post}/receipt",
    "/ledger",
    "/ledger/check",
    "/ledger/checkpoint",
    "/ledger/vkey",
    "/ledger/tile/0/000.p/9",
    "/ledger/tile/entries/000.p/9",
    "/api/v1/ledger",
    "/api/v1/posts/{post}/proof",
    "/posts/{post}/deletion",
    "/moderation/log",
    "/notices",
    "/notices?kind=circular&year=2014&department=zhujian",
    "/notices/{notice}",
    "/notices/{notice}.pdf",
    "/api/v1/notices?limit=100",
    "/assessments",
    "/assessments/{assessment}",
    "/assessments/{assessment}/threads?figure=received",
    "/assessments/{assessment}.json",
    "/assessments/{assessment}.csv",
    "/assessments/{assessment}.cases.csv",
    "/api/v1/assessments?limit=100",
    "/api/v1/assessments/{assessment}",
    "/hot",
    "/hot?department=zhujian",
    "/hot/threads?term=第0个词",
    "/api/v1/hot",
    "/api/v1/hot/threads?term=第0个词&limit=100",
    "/topics",
    "/topics/water",
    "/api/v1/topics?limit=100",
    "/api/v1/topics/water?limit=100",
    "/statistics",
    "/statistics?from=2014-01-02&to=2030-01-02&department=zhujian",
    "/statistics/threads?figure=received",
    "/statistics.csv",
    "/statistics.xlsx",
    "/moderation/log?board=zhujian&reason=insult&first=2014-01-01",
    "/feeds/moderation.atom",
    "/robots.txt",
    "/manifest.webmanifest",
    "/sw.js",
    "/outbox",
    "/outbox/session",
    "/outbox/withdrawn?after=1",
    "/sitemap.xml",
    "/sitemaps/places.xml",
    "/sitemaps/threads/1.xml",
    "/departments/zhujian/quiz",
    "/departments/zhujian/quiz/practice",
    "/departments/zhujian/quiz/practice?question=2&check=1&answer=A",
    "/departments/zhujian/quiz/test",
    "/open-data",
    "/open311/v2/discovery.xml",
    "/open311/v2/services.xml",
    "/open311/v2/services/zhujian.xml",
    "/open311/v2/requests.xml",
    "/open311/v2/requests/{thread}.json",
    "/feeds/site.atom",
    "/feeds/boards/zhujian.atom",
    "/feeds/departments/zhujian.atom",
    "/feeds/categories/1.atom",
    "/feeds/threads/{thread}.atom",
    "/feeds/search.atom?q=问题",
    "/threads/{thread}?of={merged}",
    "/threads/{merged}/floors/1",
    "/boards/chengshi?best=1",
    "/api/v1/moderation/log?limit=100",
    "/api/v1/statistics",
    "/api/v1/statistics/threads?figure=received&limit=100",
    "/search",
    "/search?q=问题&status=unaccepted&sort=date",
    "/search?q=补充 同问 路口 没有 问题",
    "/api/v1/search?q=问题&limit=100",
    "/login",
    "/register",
    "/recovery",
    "/recovery/mail",
    "/api/v1/boards",
    "/api/v1/boards/zhujian",
    "/api/v1/boards/zhujian/threads?limit=100",
    "/api/v1/threads/{thread}",
    "/api/v1/threads/{thread}/posts?limit=100",
    "/api/v1/posts/{post}",
    "/api/v1/posts/{post}/revisions?limit=100",
    "/api/v1/departments/zhujian/record",
    "/api/v1/ledger/openings",
    "/api/v1/ledger/rows",
    "/api/v1/openapi.json",
    "/healthz",
    "/threads/{thread}/floors?floor=2",
)
OF_ROLES = {
    "administrator": ("/departments/zhujian/closing", "/admin/outbox", "/admin/outbox?state=waiting", "/admin/channels", "/admin/webhooks", "/admin/accounts", "/admin/accounts?q=值班", "/admin/accounts/{account}", "/orders", "/orders/{order}", "/orders/new?post={post}", "/threads/{thread}"),
    "asker": ("/departments/zhujian/quiz/mistakes", "/threads/{thread}/sent", "/boards/zhujian/new", "/boards/zhujian/new?title=没有红绿灯的路口", "/search/similar?q=没有红绿灯的路口&board=zhujian", "/threads/{thread}/reply?parent=2", "/posts/{post}/edit", "/account", "/account/reports", "/account/sanctions", "/posts/{reply}/report", "/account/second-factor", "/account/second-factor/replacement", "/account/recovery-codes", "/account/mail", "/account/mail/confirmation", "/account/mail/removal", "/account/channels", "/account/phone", "/account/phone/removal", "/notifications", "/notifications/settings", "/search/saved", "/names?q=三衢", "/drafts", "/threads/{thread}", "/threads/{thread}/location", "/threads/{thread}/contact", "/threads/{thread}/rating", "/api/v1/reports", "/api/v1/sanctions"),
    "operator": ("/hotline", "/hotline/callbacks", "/hotline/callbacks/{callback}", "/threads/{called}"),
    "supervisor": ("/supervision", "/supervision?view=overdue&sort=-supports&kind=complaint&office=zhujian", "/supervision?view=extensions&sort=due", "/supervision?view=alarms&sort=at", "/supervision?view=due", "/supervision?view=unsatisfied&sort=grade", "/supervision.csv?view=unsatisfied", "/supervision/notices", "/supervision/assessments", "/topics/new", "/topics/water", "/supervision/briefs", "/supervision/briefs/{brief}", "/supervision/briefs/{brief}.pdf", "/hotline/looks"),
    "spokesperson": ("/desk", "/desk?status=accepted&kind=complaint&taker=mine&q=问题&sort=-supports", "/desk/transfers?thread={thread}", "/desk/templates", "/departments/zhujian", "/departments/zhujian/people", "/departments/zhujian/rules/edit", "/promises/{promise}", "/threads/{thread}", "/threads/{thread}/contact", "/threads/{thread}/reply?parent=2", "/threads/{thread}?view=tree&root=2"),
    "reporter": ("/reports/new", "/reports/{report}", "/reports/{report}/correction", "/reports/{report}/withdrawal"),
    "moderator": ("/moderation", "/moderation?cause=new&kind=complaint&sort=-supports", "/moderation/words", "/moderation/held", "/moderation/held?word=赌博&part=reply&sort=-posted", "/moderation/search", "/moderation/search?q=同问&state=hidden", "/moderation/screening/{waiting}", "/posts/{post}/hiding", "/posts/{post}/covering", "/threads/{thread}?only=1", "/moderation/log", "/moderation/reports", "/moderation/reports?code=insult&state=visible&sort=-reports", "/moderation/sanctions", "/threads/{thread}", "/threads/{thread}/relocation", "/posts/{reply}/warning", "/posts/{reply}/suspension", "/boards/chengshi", "/api/v1/moderation/reports"),
}  # fmt: skip
OWN = (
    "/my",
    "/my/replies",
    "/my/watches",
    "/my/places",
    "/my/ratings",
    "/my/history",
    "/account/devices",
    "/account/name",
    "/account/closing",
    "/account/export",
)
# The forms of verbs: who is offered them, and the nouns of their addresses below a thread's.
FORMS = {
    "spokesperson": "cohandling declination extension return transfer",
    "outsider": "input",
    "moderator": "discussion duplication end hiding highlight lock merger pin platform-answer reopening restoration routing separation split unhighlight unlock unpin",
}
NOT_COUNTED = {
    "/readyz": "asks how far the search index is, for a load balancer",
    "/metrics": "asks how far each reader of the log is, which are as many in a large city",
    "/admin/status": "the same, for administrators",
    "/static/<path:filename>": "a file, answered without the database",
    "/favicon.ico": "leads to a file, without the database",
    "/notifications/unsubscribe/<token>": "one statement, that of the session",
    "/open-data/<name>": "two statements, as its page",
    "/open311/v2/tokens/<token>.<form>": "one statement, by a unique index",
    **dict.fromkeys(
        (
            "/thread-<parts>.html",
            "/forum-<parts>.html",
            "/forum.php",
            "/viewthread.php",
            "/forumdisplay.php",
            "/redirect.php",
        ),
        "at most two statements by unique indexes, before it leads on",
    ),
    "/channels/wechat": "one statement, by a unique index",
    "/channels/wechat/return": "leads on after a few statements by unique indexes",
    "/move-car": "two statements, of an index alone, and at most ten requests of one's own",
    "/move-car/desk": "two statements of at most 50 rows",
    "/move-car/<key>": "two statements, by unique indexes",
    "/move-car/<key>/photo": "two statements, by unique indexes",
    "/simulator/phone": "two statements, in the demo only",
    "/simulator/wechat": "one person's conversation, in the demo only",
    "/files/<id:file_id>/<name>": "one statement beside the session's",
    "/files/<id:file_id>/blurring": "one statement beside the session's",
    "/uploads/<key>": "one statement beside the session's",
    "/kept/<key>": "one statement beside those of the form's own page",
    "/ledger/witnessed": "not found until an outsider has signed; then one checkpoint, as /ledger/checkpoint",
}
BARE = re.compile(
    r'(?:WHERE|AND|OR|NOT) \(*"\w+"\."(?:public|hidden|highlighted)"(?! (?:=|AS))'
)  # finds no index on SQLite
FEW = 30  # hundreds of steps
GROWING = {  # part of a statement: what more it looks at in a larger city
    'GROUP BY "t1"."status", "t1"."kind", "t1"."highlighted"': "threads behind the numbers of filters, at most 50,000",
    'GROUP BY "t1"."status", "t1"."disposition"': "all questions, in an index alone",
    'FROM "promise" AS "t1" INNER JOIN "post"': "a department's promises, by state",
    '"t1"."deed" IN (': "what moderators did",
    'FROM "extension"': "open work of the city",
    'AS "work" ON': "open work of a department",
    '"t1"."next_due_at" <': "open work of the city, sorted by another column",
    'FROM "callback"': "open work of the hotline",
    'WHERE ("t1"."deed" = ?)': "alarms, sorted by their time",
    '"near"."lat" BETWEEN': "places around, in an index alone",
    'SELECT COUNT(?) FROM (SELECT ? FROM "thread" AS "t1" WHERE (("t1"."department_id" = ?)': "open cases of a department, in an index alone",
    "AS concealed": "posts of threads that were never published",
    'FROM "report"': "reports that wait",
    '"waiting"': "reports that wait, or questions to be screened",
    'WHERE ((("t1"."status" = ?) AND (CASE': "questions to be screened",
    '"t1"."feedback_due_at"': "notices that a department has to answer",
    'AS "due" FROM "department"': "promises that a department is asked about",
    '"t1"."pinned" IS NOT NULL': "pinned threads, of which the copies have more than a board may have",
    'FROM "thread" AS "other"': "threads of the same moment, which the copies are",
}
PAGES = [("guest", page) for page in EVERYBODYS]
PAGES += [("neighbour", page) for page in EVERYBODYS if page not in ("/login", "/register")]
PAGES += [(who, page) for who, pages in OF_ROLES.items() for page in pages]
PAGES += [("asker", page) for page in OWN]
PAGES += [(who, f"/threads/{{thread}}/{noun}") for who, nouns in FORMS.items() for noun in nouns.split()]


def test_every_route_that_is_read_is_counted_or_says_why_not(app):
    addresses = app.url_map.bind("")
    some = [page.partition("?")[0].format_map(defaultdict(lambda: 1)) for _, page in PAGES]
    counted_here = {addresses.match(address, return_rule=True)[0].rule for address in some}
    served = {rule.rule for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    assert served - counted_here == set(NOT_COUNTED)


def test_no_page_costs_more_when_rows_are_added(asking, city_of, app, settings):
    city = city_of()
    city.grow(8)
    before = _all_statements(asking, city, app, settings)
    city.grow(8)
    after = _all_statements(asking, city, app, settings)
    assert _counts(before) == _counts(after)
    assert {page: len(made) for page, made in after.items() if len(made) > FEWER.get(page[1], MOST)} == {}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_statement_takes_more_steps_in_a_city_of_four_times_the_cases(asking, city_of, app, settings):
    city = city_of()
    city.grow(4)
    _catch_up(city, app, settings)
    grow_city(db.database.database, 24, apart=10**5)
    before = _all_steps(asking, city)
    grow_city(db.database.database, 3, apart=10**8)
    after = _all_steps(asking, city)
    assert [statement for statements in after.values() for statement in statements if BARE.search(statement)] == []
    grown = {
        statement: (page, before[page][statement], taken)
        for page, statements in after.items()
        for statement, taken in statements.items()
        if taken > 1.5 * before[page][statement] + FEW
    }
    known = {statement: [part for part in GROWING if part in statement] for statement in grown}
    assert {statement: grown[statement] for statement, parts in known.items() if not parts} == {}
    assert set(chain.from_iterable(known.values())) == set(GROWING)


def _all_steps(asking, city):
    once = {page: who for who, page in PAGES if who != "neighbour" and "{thread}/" not in page}
    return {page: _steps(asking, who, page, city) for page, who in once.items()}


def _steps(asking, who, page, city):
    request = _request(asking, who, page, city)
    with steps() as taken:
        assert request().status_code in (200, 301, 302), page
    return taken


def _counts(made):
    return {page: len(statements) for page, statements in made.items()}


def _all_statements(asking, city, app, settings):
    _catch_up(city, app, settings)
    app.extensions["wenqu"].results._results.clear()  # pages are made, not remembered
    return {(who, page): _statements(asking, who, page, city) for who, page in PAGES}


def _catch_up(city, app, settings):
    SearchReader(app.extensions["wenqu"].engine).catch_up(city.clock.now())
    Signer(settings).catch_up(city.clock.now())


def _statements(asking, who, page, city):
    request = _request(asking, who, page, city)
    with counted() as made:
        response = request()
    assert response.status_code in (200, 301, 302), page
    return made


def _request(asking, who, page, city):
    address = page.format(
        thread=city.thread.id,
        post=city.post.id,
        callback=city.callback.id,
        order=city.order.id,
        account=city.cast.asker.public_id,
        profile=Account.get_by_id(city.cast.neighbour.account).profile_id,
        called=city.called.id,
        merged=city.merged.id,
        reply=city.rude.id,
        waiting=city.waiting.id,
        notice=city.notice.id,
        promise=city.promise.id,
        brief=HotCount.get(HotCount.kind == "day").id,
        report=city.report.id,
        assessment=city.assessment.id,
    )
    return asking(who, address)


@pytest.fixture(autouse=True)
def pages_made_anew(app, monkeypatch):
    """What a page costs is counted when it is made; what is kept takes none, or once more what it read."""
    monkeypatch.setattr(app, "wsgi_app", app.extensions["page_cache"].program)
    monkeypatch.setattr(pages, "_is_plain_request", lambda: False)


@pytest.fixture
def asking(cast, client_of, api_of):
    """asking(who, address): the request of a role that is signed in; with a token where the API has answers of its own for it."""

    def prepare(who, address):
        actor = getattr(cast, who)
        if who in OF_ROLES and address.startswith("/api/v1"):
            return partial(api_of(actor).get, address.removeprefix("/api/v1"))
        return partial(client_of(actor).get, address)

    return prepare


@pytest.fixture
def city_of(places, cast, rules, screened, question, clock, now, password_hash, settings):
    """A city in which every table that a page reads has rows, and grow(n) adds to all of them."""
    return lambda: _City(places, cast, rules, screened, question, clock, password_hash, settings)


class _City:
    def __init__(self, places, cast, rules, screened, thread, clock, password_hash, settings):
        self.places, self.cast, self.rules, self.screened = places, cast, rules, screened
        self.thread, self.clock, self.password_hash, self.settings = thread, clock, password_hash, settings
        self.post = Post.get(Post.thread == thread.id)
        place = {"address": "人民路", "position": "28.9703, 118.8743", "based_on": "0"}
        relocate(thread, place, actor=cast.asker, now=clock.now(), city=rules)
        import_bank(places.housing, read_bank(TRAFFIC.read_bytes()))
        handling.accept(thread, actor=cast.spokesperson, now=clock.now())
        self.size = 0
        self.encryptor = Encryptor("a key for this test")
        account = accounts.open_account("second", "机房二号", password_hash, now=clock.now())
        accounts.grant(account, "administrator", now=clock.now())
        self.second = actor_of_account(account, clock.now())

    def grow(self, more):
        with db.write():
            for number in range(self.size, self.size + more):
                self._one_more(number)
        self.size += more

    def _one_more(self, n):
        now = self.clock.advance(timedelta(minutes=1))
        self._office(n, now)
        self._kept(n, now)
        self._put(n, now)
        self._threads(n, now)
        self._posts(n, now)
        self._words(n, now)
        self._follow_up(n, now)
        for actor in (self.cast.spokesperson, self.cast.asker):
            write(self.thread, f"三号楼 {n}", actor=actor, now=now, settings=self.settings)
        look_at_texts(self.thread, "提问人投诉", actor=self.cast.moderator, now=now)
        self._calls(n, now)
        self._seal(n, now)
        self._order(n, now)
        self._supervised(n, now)
        self._noticed(n, now)
        self._hot(n, now)
        self._promised(n, now)
        self._brief(n, now)
        self._reported(n, now)
        self._assessed(n, now)

    def _put(self, n, now):
        for key in (f"waits-{n}", f"failed-{n}"):
            put(
                "mail",
                key,
                {"text": "一封信"},
                now=now,
                encryptor=Encryptor("a secret key for these letters, long enough"),
            )
        OutboxItem.update(failed_at=now, due_at=None, error="busy").where(OutboxItem.key == f"failed-{n}").execute()

    def _office(self, n, now):
        office = get_or_create_department(
            f"ju{n}", f"第{n}局", f"{n}局", "municipal", parent=self.places.housing, now=now
        )
        get_or_create_board(f"ju{n}", f"{n}局", Category.get(), department=office, now=now)
        voice = accounts.open_account(f"voice{n}", f"值班{n}", self.password_hash, now=now)
        accounts.grant(voice, "spokesperson", self.places.housing.id, now=now)
        drafts.save(self.thread, actor=actor_of_account(voice, now), now=now, text=f"草稿 {n}")
        for place in ("ask", f"thread-{self.thread.id}", "board-chengshi"):
            typed = {"fields": {"text": f"草稿 {n}"}, "mark": Mark(), "form": f"{place} {n}"}
            by = {"actor": self.cast.asker, "now": now, "encryptor": self.encryptor}
            save_draft(read_place(place), **typed, **by)
        answer_templates.add(
            self.places.housing.id, actor=self.cast.spokesperson, now=now, title=f"模板 {n}", text="{网友}您好"
        )

    def _kept(self, n, now):
        """A person who is there, one who left, and a version of the rules."""
        by = {"actor": self.cast.spokesperson, "now": now}
        for name in (f"李{n}", f"吴{n}"):
            person = offices.add_person(self.places.housing, kind="liaison", name=name, office="科员", **by)
        offices.remove_person(self.places.housing, person.id, **by)
        offices.revise_rules(self.places.housing, text=f"第{n}条", based_on=n, **by)

    def _threads(self, n, now):
        given = {"actor": self.cast.neighbour, "now": now, "text": "请看一看。", "location": HERE}
        for board, city in ((self.places.housing_board, self.rules), (self.places.housing_board, self.screened)):
            asked = ask(board, city=city, title=f"第{n}个问题", kind="complaint", **given)
        self.waiting = asked if n == 0 else self.waiting
        ask(self.places.talk_board, city=self.rules, title=f"第{n}个话题", **given)

    def _posts(self, n, now):
        above = Post.select().where(Post.thread == self.thread.id).order_by(Post.id.desc()).first()
        given = {"actor": self.cast.neighbour, "now": now}
        reply = posts.reply(self.thread, city=self.rules, text=f"同问 {n}", parent=above.id, **given)
        posts.revise(reply, text=f"同问 {n}，补充一句", **given)
        posts.revise(self.post, actor=self.cast.asker, now=now, text=f"三个路口都没有灯，第 {n} 次补充")
        hiding.hide(reply, actor=self.cast.moderator, now=now, reason="写了电话")

    def _words(self, n, now):
        add([f"赌博{n}"], tier="hold", actor=self.cast.moderator, now=now)
        posts.reply(self.thread, actor=self.cast.neighbour, now=now, city=self.rules, text=f"天天赌博{n}")

    def _seal(self, n, now):
        page = io.BytesIO()
        Image.new("RGB", (8, 8)).save(page, "PNG")
        last = Post.select().where(Post.thread == self.thread.id).order_by(Post.id.desc()).first()
        typed = {
            "number": f"令{n}",
            "signatory": str(self.cast.signatory.account),
            "office": "部长",
            "ground": "判决",
            "reason": "court",
            "signed_on": "2014-09-22",
            "post": str(last.id),
            "whole": "",
        }
        for _ in range(2):
            order = orders.enter(typed, page.getvalue(), actor=self.cast.administrator, now=now, today=now.date())
        orders.confirm(order, actor=self.second, now=now)
        self.order = order

    def _calls(self, n, now):
        entered = {"actor": self.cast.operator, "now": now, "city": self.rules, "encryptor": self.encryptor}
        caller = Caller(f"朱{n}", "13812341234", now)
        called = enter(
            self.places.housing_board, caller, title=f"第{n}个来电", text="灯坏了", kind="complaint", **entered
        )
        handling.accept(called, actor=self.cast.spokesperson, now=now)
        handling.give_result(called, actor=self.cast.spokesperson, now=now, city=self.rules, text=f"答复来电 {n}")
        self.called = called if n == 0 else self.called
        self.callback = Callback.get(Callback.thread == self.called.id)
        look(call_of(self.called.id), actor=self.cast.operator, now=now, encryptor=self.encryptor)
        close_callback(self.callback, actor=self.cast.operator, now=now, outcome="no_answer")

    def _order(self, n, now):
        by, asked = (
            {"actor": self.cast.moderator, "now": now},
            {"actor": self.cast.neighbour, "now": now, "city": self.rules},
        )
        other = ask(self.places.housing_board, title=f"同一件事 {n}", text="没有灯", kind="complaint", **asked)
        self.rude = posts.reply(other, text=f"骗子 {n}", **asked)
        merging.merge(other, into=self.thread, city=self.rules, code="same_matter", **by)
        self.merged = other if n == 0 else self.merged
        reporting.report(self.rude, actor=self.cast.asker, now=now, city=self.rules, reason="骂人", code="insult")
        sanctioning.warn(self.rude, code="insult", text="骂人", **by)
        chat = ask(self.places.talk_board, title=f"闲聊 {n}", text="内容", **asked)
        marking.highlight(chat, code="valuable", **by)
        if n < marking.MOST_PINNED:
            marking.pin(chat, code="notice", **by)
        aside = posts.reply(chat, text=f"另一件事 {n}", **asked)
        splitting.split(chat, city=self.rules, floors=[aside.floor], title=f"拆出 {n}", code="another_matter", **by)

    def _follow_up(self, n, now):
        handling.give_result(self.thread, actor=self.cast.spokesperson, now=now, city=self.rules, text=f"答复 {n}")
        handling.follow_up(self.thread, actor=self.cast.asker, now=now, city=self.rules, text=f"再问 {n}")

    def _reported(self, n, now):
        """A report about the thread that is looked at and one more, and a correction of the first."""
        given = {"title": f"报道 {n}", "byline": "朱明", "medium": "日报", "published_on": "2014-09-21", "url": ""}
        given |= {"text": f"灯亮了 {n}", "threads": f"{self.thread.id} {self.promise.thread_id}"}
        by = {"actor": self.cast.reporter, "now": now, "today": now.date()}
        made = press.publish(given, **by)
        self.report = made if n == 0 else PressReport.get_by_id(self.report.id)
        press.correct(self.report, {**given, "note": "更正", "based_on": str(self.report.version)}, **by)

    def _promised(self, n, now):
        """Two promises in an answer, one of which was moved, and one on the thread that is looked at; asked about."""
        given = {"actor": self.cast.neighbour, "now": now, "city": self.rules, "text": "请看。", "kind": "complaint"}
        asked = ask(self.places.housing_board, title=f"承诺 {n}", **given)
        by = {"actor": self.cast.spokesperson, "now": now, "city": self.rules}
        handling.accept(asked, actor=self.cast.spokesperson, now=now)
        handling.give_result(asked, text="9月30日前修复。年底前完成验收。", **by)
        handling.give_result(self.thread, text=f"我局{n + 2}天内修复。", **by)
        promises.reader(self.rules).catch_up(now)
        self.promise = Promise.get(Promise.thread == asked.id)
        given = {"outcome": "moved", "floor": "", "until": "2014-12-01", "text": "没有到货"}
        answer_promise(self.promise, **by, **given)

    def _noticed(self, n, now):
        """Two overdue cases, one of them noticed."""
        given = {"actor": self.cast.neighbour, "now": now, "city": self.rules, "text": "请看。", "kind": "complaint"}
        late, _ = (ask(self.places.housing_board, title=f"逾期 {n} {m}", **given) for m in "12")
        clock = Clock.get(Clock.thread == late.id, Clock.kind == "answer")
        later = now + timedelta(days=10)
        self.notice = issue(NoticeKind.CIRCULAR, clock.id, actor=self.cast.supervisor, now=later, city=self.rules)

    def _assessed(self, n, now):
        """The figures of a period of its own, of all questions."""
        today = self.rules.day(now)
        first, by = today - timedelta(days=n + 1), {"actor": self.cast.supervisor, "city": self.rules}
        self.assessment = freeze(first, today, now=now + timedelta(days=2), **by)

    def _hot(self, n, now):
        """Another hot word, three more questions that have the first one, and a thread that rose."""
        counted = HotCount.get_or_none(HotCount.kind == "now") or self._count_hot(now)
        HotTerm.create(counted=counted, term=f"第{n}个词", usual=1, surprise=20)
        seen = Thread.public & ~Thread.hidden & Thread.merged_into.is_null()
        threads = Thread.select(Thread.id).where(seen).order_by(Thread.id.desc()).limit(6)
        for person, thread in enumerate(threads):
            for term in HotTerm.select():
                HotTermThread.insert(term=term.id, thread=thread.id, person=person).on_conflict_ignore().execute()
            if n == 0 and person == 0:
                open_topic(actor=self.cast.supervisor, now=now, slug="water", title="停水", introduction="城北停水。")
            TopicThread.insert(topic=1, thread=thread.id, added_at=now, added_by=1).execute()
            HotThread.insert(counted=counted, thread=thread.id, people=5, usual=1).on_conflict_ignore().execute()

    def _brief(self, n, now):
        """A brief of each week, with a word and lists; the first one is looked at."""
        span = week_to(now.date() + timedelta(weeks=n))
        made = count("day", span, now, could_be_a_name, json.dumps(figures_of(span, now, self.rules)))
        term = HotTerm.create(counted=made, term="路灯", usual=1, surprise=20)
        for person, thread in enumerate(Thread.select().where(Thread.public).limit(9)):
            HotTermThread.create(term=term, thread=thread.id, person=person)
            HotThread.create(counted=made, thread=thread.id, people=5, usual=1)

    def _count_hot(self, now):
        span = {"first": now.date() - timedelta(days=6), "last": now.date(), "threads": 9, "threads_before": 9}
        return HotCount.create(kind="now", counted_at=now, position=0, **span)

    def _supervised(self, n, now):
        """A case for which more time is asked, and one that came back to the office that passed it on."""
        given = {
            "actor": self.cast.neighbour,
            "now": now,
            "city": self.rules,
            "text": "请看一看。",
            "kind": "complaint",
        }
        late, returned = (
            ask(self.places.housing_board, title=f"{title} {n}", **given) for title in ("要等设备", "该归谁管")
        )
        handling.accept(late, actor=self.cast.spokesperson, now=now)
        extensions.ask_extension(
            late, actor=self.cast.spokesperson, now=now, until=now + timedelta(days=20), reason="要等设备到货。"
        )
        for actor, to in ((self.cast.spokesperson, self.places.roads), (self.cast.outsider, self.places.housing)):
            case = Thread.get_by_id(returned.id)
            transfers.transfer(
                case,
                actor=actor,
                now=now,
                city=self.rules,
                to=to,
                explanation="这条路由交通局养护，请带上照片到窗口登记。",
            )

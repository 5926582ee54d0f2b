"""Whatever is typed, and wherever: a clear answer, the form back as it was typed, no script, nothing half-written."""

import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, urlsplit

import peewee
import pytest
from stage_asking import ON_BOARD, digest

from boards.actions.cases import handling
from boards.models.threads import Post, Revision, Thread
from forum.accounts.models import Account
from forum.store.log import Deed, Entry

DATA = Path(__file__).parents[2] / "shared" / "data"

NASTY = [
    "", " ", "\u3000\u200b", "\x00", "路口\x00的灯", "\x07铃", "\x1b[31m红", "\ufffe", "\u2028两行\u2029", "\r\nSet-Cookie: a=b",
    "长" * 100, "长" * 20_001, "9" * 400, "9" * 5000, "-1", "1e309", "NaN", "٣", "²", "true", "null", "0x10", "1_000",
    "18446744073709551616", "latest_1", "2014-09-22T02:00:00+00:00_" + "9" * 30, "0001-01-01T00:00:00+23:59_1", "_", "__1",
    "9999-12-31T23:59:59-23:59_1", "00001zzzzz", "zzzzz" * 200, "%00", "%s%n%d", "%(name)s", "{{ 7 * 7 }}", "{% raw %}",
    "'; DROP TABLE post; --", "//evil.example/", "/\\evil.example", "\" OR 1=1 --", "../../etc/passwd", "..\\..\\boot.ini",
    "https://evil.example/", "javascript:alert(1)", "<script>alert(1)</script>", "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' autofocus onfocus=alert(1) x='",
    "[点我](javascript:alert(1))", "[点我](data:text/html,<script>alert(1)</script>)", "<javascript:alert(1)>",
    "![图](https://evil.example/x.png)", "<svg/onload=alert(1)>", "<base href=//evil.example>", "&lt;b&gt; &amp; <b>", "&#0;",
    "مرحبا \u202eabc\u202c", "\u202e官方", "Z\u0351\u036b\u0343\u036a" * 20, "e" + "\u0301" * 200, "👨‍👩‍👧‍👦" * 9, "𝕬𝖉𝖒𝖎𝖓",
    ">" * 5000, "*" * 3000, "[" * 3000, "`" * 3001, "- " * 3000, "&" * 2000, "<" * 2000,
]  # fmt: skip
ODD = NASTY.index("/\\evil.example") + 1  # up to here: odd values; behind: words that would be markup


def _shared():
    if not DATA.is_dir():
        return []
    blns = json.loads((DATA / "blns.json").read_text("utf-8"))
    xss = json.loads((DATA / "xss_dompurify.json").read_text("utf-8"))
    return [*blns, *(case["payload"] for case in xss)]


no_data = pytest.mark.skipif(not DATA.is_dir(), reason="the shared data folder is not beside the checkout")
shared = pytest.param("shared", marks=no_data)
some_shared = pytest.param("some", marks=no_data)
shared_titles = pytest.param("title", "some", marks=no_data)  # their texts are for the replies below
SOME = 4  # all are typed as replies, every so many elsewhere
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
both_lists = pytest.mark.parametrize("strings", ["nasty", shared], indirect=True)
some_of_both = pytest.mark.parametrize("strings", ["nasty", some_shared], indirect=True)


@pytest.fixture
def strings(request):
    """Our own list, or that of the big list of naughty strings and of a sanitiser's tests."""
    return {"nasty": lambda: NASTY, "shared": _shared, "some": lambda: _shared()[::SOME]}[request.param]()


@pytest.fixture
def browser(client_of, cast):
    return client_of(cast.asker)


@on_sqlite
@pytest.mark.parametrize(
    ("field", "strings"), [("title", "nasty"), ("text", "nasty"), shared_titles], indirect=["strings"]
)
def test_asking(browser, places, strings, field):
    for string in strings:
        sent = {"title": "路口的灯", "text": "三个路口都没有灯。", "kind": "complaint", field: string}
        _asked(browser, sent, fields=("title", "text"), follow=strings is NASTY)
    _all_pages(browser, "/boards/zhujian", "更早的")
    _nothing_half_written()


@both_lists
@on_sqlite
def test_replying(browser, question, strings):
    for string in strings:
        _posted(
            browser, f"/threads/{question.id}/posts", {"text": string, "kind": "reply"}, fields=("text",), follow=False
        )
    _all_pages(browser, f"/threads/{question.id}", "下一页")
    _nothing_half_written()


@some_of_both
@on_sqlite
def test_revising(browser, question, strings):
    for string in strings:
        _posted(
            browser, f"/posts/{Post.get().id}/revisions", {"text": string}, fields=("text",), follow=strings is NASTY
        )
    _safe(browser.get(f"/posts/{Post.get().id}/revisions"))
    _nothing_half_written()


@on_sqlite
@pytest.mark.parametrize(
    ("field", "strings"),
    [
        ("username", "nasty"),
        ("display_name", "nasty"),
        pytest.param("username", "some", marks=no_data),
        pytest.param("display_name", "some", marks=no_data),
    ],
    indirect=["strings"],
)
def test_registering(app, strings, field, cheap_passwords):
    for number, string in enumerate(strings):
        sent = {
            "username": f"user{number}",
            "display_name": f"街坊{number}",
            "password": "a long enough one",
            field: string,
        }
        _posted(app.test_client(), "/register", sent, fields=("username", "display_name"))
    _safe(app.test_client().get("/"))
    assert Entry.select().where(Entry.deed == Deed.ACCOUNT_CREATE).count() == Account.select().count()


@some_of_both
@on_sqlite
def test_signing_in(app, cast, strings, cheap_passwords):
    for string in strings:
        sent = {"username": string, "password": string, "next": string}
        _posted(app.test_client(), "/login", sent, fields=("username",), refused=(401,))


@some_of_both
@on_sqlite
def test_hiding(client_of, cast, question, strings):
    moderator, post = client_of(cast.moderator), Post.get()
    for string in strings:
        _posted(
            moderator,
            f"/posts/{post.id}/hiding",
            {"code": "other", "reason": string},
            fields=("reason",),
            follow=strings is NASTY,
        )
        Post.update(hidden_at=None, hidden_role=None, hidden_reason=None).execute()
    _all_pages(moderator, "/moderation/log", "更早的")


ADDRESSES = (
    "/boards/{}", "/boards/{}/new", "/boards/zhujian?status={}", "/boards/zhujian?kind={}", "/boards/zhujian?sort={}",
    "/boards/zhujian?before={}", "/boards/zhujian?sort=supports&before={}", "/boards/zhujian?sort=newest&before={}",
    "/departments/{}", "/threads/{}", "/threads/1?page={}", "/threads/1?only={}", "/threads/1?only=1&after={}",
    "/threads/1?view={}", "/threads/1?view=tree&root={}", "/threads/1?view=tree&after={}",
    "/threads/1?view=tree&root=1&after={}", "/threads/1?order={}", "/threads/1/floors/{}", "/threads/1/floors?floor={}",
    "/threads/1/reply?parent={}", "/posts/{}", "/posts/{}/revisions", "/moderation/log?before={}", "/login?next={}",
    "/search/similar?q={}", "/search/similar?q=红绿灯&board={}", "/register?next={}", "/{}", "/static/{}",
)  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_odd_values_in_every_part_of_an_address(browser, question, address):
    for string in NASTY[:ODD]:
        _opened(browser, address.format(quote(string, safe="")))


@some_of_both
@on_sqlite
@pytest.mark.parametrize(
    "address", ["/boards/{}", "/boards/zhujian?before={}", "/threads/1?view=tree&after={}", "/login?next={}"]
)
def test_every_list_where_an_address_takes_words(app, question, strings, address):
    for string in strings:
        _opened(app.test_client(), address.format(quote(string, safe="")))


@on_sqlite
def test_hidden_fields_that_a_browser_would_not_send(browser, question):
    for string in NASTY:
        sent = {"text": "有理", "kind": string, "parent": string, "anonymous": string}
        _posted(browser, f"/threads/{question.id}/posts", sent, fields=("text",), refused=(404, 422))
        _asked(browser, {"title": "题", "text": "文", "kind": string}, fields=("title",))
        _opened(browser, "/language", method="POST", data={"lang": string, "next": string})
    _nothing_half_written()


def test_every_page_refuses_what_no_database_takes(app, client_of, api_of, cast, question):
    """Found by a scan on PostgreSQL: /moderation/log?board=%00 was a 500."""
    words = "board=%00&reason=a%00&q=%00&next=%00", "%00=1", "board=%FF&reason=%ED%A0%80&q=%C0%AE&lang=%FF"
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and rule.endpoint != "static"]
    for rule in rules:
        path = re.sub(r"<(id:|path:)?\w+>", lambda part: {"id:": "1", None: "zhujian"}.get(part[1], "0/000"), rule.rule)
        opened = api_of(cast.administrator).get if path.startswith("/api/") else client_of(cast.administrator).get
        path = path.removeprefix("/api/v1")
        statuses = [opened(f"{path}?{word}").status_code for word in words]
        assert statuses[:2] == [400, 400] and statuses[2] in (*range(200, 500), 503), (path, statuses)


def test_headers_and_cookies_of_any_kind(app, question):
    for string in NASTY:
        value = re.sub("[\r\n]", "", string[:200]).encode("utf-8").decode("latin-1")
        _opened(app.test_client(), "/", headers={"Accept-Language": value, "Referer": value})
        browser = app.test_client()
        browser.set_cookie("lang", string[:200])
        browser.set_cookie("wenqu", string[:200])
        _opened(browser, "/threads/1")


def test_login_names_are_counted_whatever_they_hold(app, cast, settings, cheap_passwords):
    from dataclasses import replace

    wenqu = app.extensions["wenqu"]
    app.extensions["wenqu"] = replace(wenqu, settings=replace(settings, rate_limits=True))
    for string in NASTY[:40]:
        _opened(app.test_client(), "/login", method="POST", data={"username": string, "password": "x"})


WRITING = (
    "/boards/zhujian/new",
    "/threads/1/posts",
    "/threads/1/acceptance",
    "/posts/1/revisions",
    "/register",
    "/login",
    "/language",
    "/account/password",
    "/account/second-factor",
    "/account/recovery-codes",
    "/recovery",
    "/account/mail",
    "/account/mail/confirmation",
    "/account/mail/removal",
    "/account/channels",
    "/account/phone",
    "/account/phone/removal",
    "/threads/1/contact",
    "/recovery/mail",
)


@pytest.mark.parametrize("address", WRITING)
def test_a_body_of_two_megabytes_is_refused(browser, question, address):
    before = Entry.select().count()
    for sent in ({"data": {"text": "x" * 2**21}}, {"data": b"x" * 2**21, "content_type": "application/json"}):
        answer = browser.post(address, **sent)
        assert answer.status_code == 413
        assert "超过了上限" in answer.text
    assert Entry.select().count() == before


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"{}", "application/json"),
        (b"{", "application/json"),
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
        (b"title=%ff%fe&text=%00", "application/x-www-form-urlencoded"),
        (b"&".join(b"f%d=1" % n for n in range(5000)), "application/x-www-form-urlencoded"),
        (b"garbage", "multipart/form-data; boundary=x"),
        (b"garbage", "multipart/form-data"),
        (
            b"--x\r\nContent-Disposition: form-data; name=title; filename=a\r\n\r\nx\r\n--x--",
            "multipart/form-data; boundary=x",
        ),
        (b"--x\r\n" * 2000, "multipart/form-data; boundary=x"),
        (b"x", "text/plain"),
        (b"x", "\x00/\x01"),
    ],
)
def test_a_body_that_is_no_form(browser, question, body, content_type):
    before = Entry.select().count()
    for address in WRITING:
        answer = browser.post(address, data=body, content_type=content_type)
        assert answer.status_code < 500, address
    assert Entry.select().where(Entry.deed != Deed.ACCEPT).count() == before


def test_the_form_comes_back_with_everything_that_was_typed(browser, places):
    words = {
        "title": '路口<b>的</b>灯 & "引号"' + "长" * 90,
        "text": "\n  第一行\n<script>第二行</script>\n",
        "kind": "suggestion",
    }
    answer = browser.post("/boards/zhujian/new", data={**words, "anonymous": "1"})
    page = _Page(answer.text)
    assert answer.status_code == 422
    assert (page.values["title"], page.values["text"]) == (words["title"], words["text"])
    assert (page.chosen["kind"], page.chosen["anonymous"]) == ("suggestion", "1")
    assert "不能超过 80 个字" in answer.text


def test_a_reply_to_a_closed_thread_comes_back_with_its_words(client_of, cast, question, rules, now):
    handling.accept(question, actor=cast.spokesperson, now=now)
    handling.give_result(question, actor=cast.spokesperson, now=now, city=rules, text="已装。")
    handling.close(question, actor=cast.asker, now=now)
    answer = client_of(cast.neighbour).post(
        f"/threads/{question.id}/posts", data={"text": "我也想<说>一句", "kind": "reply"}
    )
    assert answer.status_code == 409
    assert "我也想&lt;说&gt;一句" in answer.text and "不再接受别人跟帖" in answer.text


REFUSALS = [
    ("GET", "/boards/nowhere", None, 404),
    ("GET", "/threads/99999999999999999999", None, 404),
    ("GET", "/nowhere", None, 404),
    ("GET", "/boards/zhujian?before=x", None, 400),
    ("GET", "/boards/zhujian?status=lost", None, 400),
    ("GET", "/threads/1?page=99", None, 404),
    ("GET", f"/threads/1?page={10**30}", None, 400),
    ("GET", "/threads/1/floors/999999999", None, 404),
    ("GET", f"/threads/1/floors/{10**30}", None, 404),
    ("GET", "/threads/1?only=x", None, 400),
    ("GET", "/threads/1/floors/99", None, 404),
    ("GET", "/desk", None, 403),
    ("GET", "/logout", None, 405),
    ("POST", "/threads/1/acceptance", {}, 403),
    ("POST", "/threads/1/closure", {}, 409),
    ("POST", "/boards/zhujian/new", {"title": "", "text": "\x07"}, 422),
    ("POST", "/threads/1/posts", {"text": "x", "parent": "99"}, 404),
    ("POST", "/threads/1/posts", {"text": "x" * 2**21}, 413),
    ("POST", "/language", {"lang": "xx"}, 422),
]


@on_sqlite
@pytest.mark.parametrize(("method", "address", "sent", "status"), REFUSALS)
def test_a_refusal_is_a_page_in_the_readers_language(browser, question, method, address, sent, status):
    chinese = browser.open(address, method=method, data=sent)
    english = browser.open(address, method=method, data=sent, headers={"Accept-Language": "en"})
    assert (chinese.status_code, english.status_code) == (status, status)
    assert re.search("[\u4e00-\u9fff]", _heading(chinese.text))
    assert not re.search("[\u4e00-\u9fff]", _heading(english.text))
    assert 'lang="en"' in english.text and 'lang="zh' in chinese.text


def _heading(html):
    """The title and the sentences of a refusal, which hold nobody's own words."""
    found = re.findall(
        r"<h1>.*?</h1>|<p class=\"(?:lead|note|error)\".*?</p>|<div class=\"summary.*?</div>", html, re.DOTALL
    )
    assert found, html
    return "".join(found).replace("住房和城乡建设局", "").replace("清源市", "").replace("三衢路口没有红绿灯", "")


def _posted(browser, address, sent, fields, refused=(422,), follow=True):
    """Send a form: taken, or back with what was typed; either way a page that runs nothing of it."""
    answer = browser.post(address, data=sent)
    if answer.status_code == 303:
        _own_address(answer.location)
        return _safe(browser.get(answer.location, follow_redirects=True)) if follow else None
    assert answer.status_code in refused or not refused and 400 <= answer.status_code < 500, (answer.status_code, sent)
    page = _safe(answer)
    assert {field: page.values.get(field) for field in fields} == {field: _as_sent(sent[field]) for field in fields}
    return None


def _asked(browser, sent, fields, follow=True):
    """Look at a question, with what it holds of personal data left as it is, and send it as it was looked at."""
    looked = browser.post(ON_BOARD, data=sent)
    if looked.status_code == 200:
        page = _safe(looked)
        assert {field: page.values.get(field) for field in fields} == {field: _as_sent(sent[field]) for field in fields}
        shown = [unescape(each) for each in re.findall(r'name="shown" value="([^"]*)"', looked.text)]
        sent = {**sent, "considered": digest(looked.text), "shown": shown, "looked": "1"}
    _posted(browser, ON_BOARD, sent, fields, follow=follow)


def _all_pages(browser, address, following):
    """Read a list to its end."""
    while address:
        answer = browser.get(address)
        _safe(answer)
        more = re.search(f'<a rel="next" href="([^"]*)">{following}', answer.text)
        address = more and unescape(more[1])


def _opened(browser, address, **given):
    """Open an address: an answer below 500 that stays on this site and runs nothing."""
    answer = browser.open(address, buffered=True, **given)
    assert answer.status_code < 500, (address, answer.status_code)
    if 300 <= answer.status_code < 400:
        _own_address(answer.location)
    elif "html" in answer.content_type:
        _safe(answer)


def _own_address(location):
    assert urlsplit(location).netloc in ("", "localhost") and not location.startswith(("//", "/\\", "\\")), location


def _as_sent(string):
    """HTML forms and parsers know only one line end."""
    return string.replace("\r\n", "\n").replace("\r", "\n")


def _safe(answer):
    page = _Page(answer.text)
    assert page.wrong == []
    return page


def _nothing_half_written():
    """Every thread has its posts, every post its revisions, each with their entries, and no number is missing."""
    posts = Post.select().count()
    floors = dict(Post.select(Post.thread, peewee.fn.COUNT(Post.id)).group_by(Post.thread).tuples())
    assert floors == dict(Thread.select(Thread.id, Thread.floors).tuples())
    revisions = dict(Revision.select(Revision.post, peewee.fn.COUNT(Revision.id)).group_by(Revision.post).tuples())
    assert revisions == dict(Post.select(Post.id, Post.revision).tuples())
    deeds = dict(Entry.select(Entry.deed, peewee.fn.COUNT(Entry.id)).group_by(Entry.deed).tuples())
    assert deeds.get(Deed.POST_CREATE, 0) == posts
    assert deeds.get(Deed.POST_REVISE, 0) == Revision.select().count() - posts
    assert Entry.select(peewee.fn.MAX(Entry.id)).scalar() == Entry.select().count()


TAGS = set(
    "html head meta title link script body a header nav ul ol li div main h1 h2 h3 h4 h5 h6 p span form input label textarea button "
    "footer section article aside details summary dl dt dd b i small time fieldset legend blockquote code pre em strong br hr img "
    "ins del noscript strike select option table thead tbody tr th td figure".split()
)
ICON = [
    ("class", "icon"),
    ("viewbox", "0 0 24 24"),
    ("aria-hidden", "true"),
]  # the site's own drawings, and nobody's else
FACTS = ("script", [("type", "application/ld+json")])  # for search engines; no browser runs it
SHAPES = {"path", "circle"}
VOID = {"meta", "link", "input", "br", "hr", "img"}


class _Page(HTMLParser):
    """A page as a browser reads it: what could run (`wrong`), and what its fields hold (`values`, `chosen`)."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.wrong, self.values, self.chosen, self._area = [], {}, {}, None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if (tag == "svg" and attrs == ICON) or (tag in SHAPES and set(given) <= {"d", "cx", "cy", "r"}):
            return
        if (tag, attrs) == FACTS:
            return
        if tag not in TAGS or tag == "script" and not (given.get("src") or "").startswith("/static/"):
            self.wrong.append((tag, attrs))
        self.wrong += [(tag, name, value) for name, value in attrs if _runs(name, value or "")]
        if tag == "img" and not (given.get("src") or "").startswith("/static/"):
            self.wrong.append((tag, attrs))
        self._field(tag, given)

    def _field(self, tag, given):
        name = given.get("name")
        if tag == "textarea":
            self._area, self.values[name] = name, ""
        elif tag == "input" and given.get("type") in ("radio", "checkbox"):
            if "checked" in given:
                self.chosen[name] = given["value"]
        elif tag == "input" and name:
            self.values[name] = _as_sent(given.get("value") or "")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.values[self._area] = self.values[self._area].removeprefix("\n")
            self._area = None

    def handle_data(self, data):
        if self._area:
            self.values[self._area] += _as_sent(data)


def _runs(name, value):
    scheme = re.sub(r"[\x00-\x20]", "", value).lower()
    leads = name in ("href", "src", "action", "formaction", "xlink:href", "data", "srcdoc", "poster")
    return (
        name.startswith("on") or name == "style" or leads and scheme.startswith(("javascript:", "vbscript:", "data:"))
    )


@pytest.fixture
def cheap_passwords(monkeypatch, password_hash):
    """Hashing is slow on purpose; these tests are about what is typed beside it."""
    monkeypatch.setattr("forum.accounts.passwords.hash_password", lambda password: password_hash)
    monkeypatch.setattr("forum.accounts.passwords.matches", lambda stored, password: bool(stored))

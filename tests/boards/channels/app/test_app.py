"""What the server gives to the app: manifest, worker, whose page it is, fresh tokens, and what is to be dropped."""

import json
import re

import pytest

from boards.models.threads import Post
from forum.text.design_tokens import colours
from forum.web.static_files import source_of

pytestmark = pytest.mark.parametrize(
    "database_url", ["sqlite"], indirect=True
)  # what is asked of the database: tests/moderation/hiding/test_copies_on_devices.py

KEEP, ACCOUNT = "Wenqu-Keep", "Wenqu-Account"
JSON = {"Accept": "application/json", "Idempotency-Key": "of-the-outbox"}


@pytest.fixture
def guest(app):
    return app.test_client()


@pytest.mark.parametrize(("lang", "name"), [("zh-CN", "问渠"), ("zh-Hant", "問渠"), ("en", "Wenqu")])
def test_the_manifest_names_what_chromium_asks_of_an_app(app, guest, places, lang, name):
    answer = guest.get(f"/manifest.webmanifest?lang={lang}")
    made = answer.json
    assert answer.content_type == "application/manifest+json" and made["short_name"] == name
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in made["icons"]}
    assert {icon["purpose"] for icon in made["icons"]} == {"any", "maskable"}
    for icon in made["icons"]:
        picture = guest.get(icon["src"])
        assert picture.content_type == "image/png" and "immutable" in picture.headers["Cache-Control"]
    with app.app_context():
        palette, _ = colours(source_of("wenqu.css"))
    assert (made["theme_color"], made["background_color"]) == (palette["brand"], palette["paper"])
    assert all(guest.get(shortcut["url"]).status_code == 200 for shortcut in made["shortcuts"])


def test_every_page_links_it_in_its_language(guest, places):
    assert (
        '<link rel="manifest" href="/manifest.webmanifest?lang=en">'
        in guest.get("/", headers={"Accept-Language": "en"}).text
    )


def test_the_worker_is_asked_for_anew_each_time_and_changes_with_each_static_file(app, guest, places, monkeypatch):
    answer = guest.get("/sw.js")
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("text/javascript", "no-cache")
    assert guest.get("/sw.js", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    del app.extensions["service_worker"]
    monkeypatch.setattr(app.extensions["static_files"], "version", "another")
    assert guest.get("/sw.js").text != answer.text
    assert "Set-Cookie" not in answer.headers


def test_a_page_says_whose_it_is_and_whether_it_may_be_kept(client_of, cast, question):
    def said(who, path):
        headers = client_of(who).get(path).headers
        return headers.get(ACCOUNT), headers.get(KEEP)

    assert said(cast.guest, "/threads/1") == ("guest", "1")
    assert said(cast.neighbour, "/threads/1") == (cast.neighbour.public_id, "1")
    for who in (cast.moderator, cast.spokesperson, cast.administrator):
        assert said(who, "/threads/1") == (who.public_id, None)
    for path in ("/account", "/search?q=路灯", "/threads/404", "/login", "/moderation/log", "/notifications"):
        assert said(cast.neighbour, path)[1] is None, path
    assert said(cast.guest, "/feeds/site.atom") == (None, None)


def test_a_token_is_fresh_and_only_for_who_is_signed_in(client_of, cast, places):
    guests, own = (client_of(who).get("/outbox/session") for who in (cast.guest, cast.asker))
    assert guests.json == {"account": "guest", "token": ""}
    assert own.json["account"] == cast.asker.public_id and own.json["token"]
    assert "no-store" in own.headers["Cache-Control"]


def test_what_the_outbox_sends_is_answered_as_json_and_once(client_of, cast, question):
    browser = client_of(cast.neighbour)
    first, second = (browser.post("/threads/1/posts", data={"text": "我也是。"}, headers=JSON) for _ in range(2))
    assert [(each.status_code, each.json) for each in (first, second)] == [(201, {"url": "/threads/1/floors/2"})] * 2
    other = browser.post("/threads/1/posts", data={"text": "另一句。"}, headers=JSON)
    assert other.status_code == 409 and "已经提交过一次" in other.json["detail"]
    assert Post.select().count() == 2


def test_what_must_be_looked_at_first_says_so(client_of, cast, question):
    answer = client_of(cast.neighbour).post("/threads/1/posts", data={"text": "打13800138000。"}, headers=JSON)
    assert (answer.status_code, answer.json["look"]) == (422, True)


def test_who_is_signed_out_is_told_so_as_json(app, question):
    answer = app.test_client().post("/threads/1/posts", data={"text": "我也是。"}, headers=JSON)
    assert answer.status_code == 401 and answer.content_type == "application/problem+json"


@pytest.mark.parametrize("after", ["", "-1", "x", "9" * 40, "1.5"])
def test_an_entry_that_is_none_begins_now(guest, question, after):
    answer = guest.get(f"/outbox/withdrawn?after={after}")
    assert answer.status_code == 200 and answer.json["threads"] == []


def test_what_is_shared_without_a_worker_fills_the_form(guest, places):
    shared = {"title": "坑", "text": "路上有个坑", "url": "https://example.org/1"}
    answer = guest.post("/share", data=shared)
    assert answer.status_code == 303
    page = guest.get(answer.location).text
    assert 'value="坑"' in page and "路上有个坑" in page and "https://example.org/1" in page


def test_the_words_of_the_worker_are_in_every_language(app, guest, places):
    first = guest.get("/sw.js").text.split("\n", 1)[0]
    words = json.loads(first.removeprefix("const WENQU = ").rstrip(";"))["words"]
    assert words.keys() == {"zh-CN", "zh-Hant", "en"} and words["en"]["copy"].startswith("Offline copy")


def test_no_two_modules_of_the_worker_declare_one_name(app):
    script = app.test_client().get("/sw.js").text
    declared = re.findall(r"(?:^|[;}\n])(?:async )?(?:function|const|let) (\w+)(?==|\()", _top_level(script))
    assert len(declared) > 20
    assert sorted(declared) == sorted(set(declared))


def _top_level(script):
    """The script without what stands in braces."""
    depth, left = 0, []
    for sign in script:
        depth -= sign == "}"
        if depth == 0:
            left.append(sign)
        depth += sign == "{"
    return "".join(left)

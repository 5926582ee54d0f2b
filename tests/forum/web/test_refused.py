"""Nothing typed is lost: what a form held comes back after its session or its token has gone."""

import re
from datetime import timedelta
from html import unescape

import pytest
from stage_asking import ON_BOARD, look_and_send
from stage_clients import without_tokens

from boards.actions.cases import handling
from boards.models.threads import Post, Thread
from forum.accounts.models import Session
from forum.kept.models import KeptForm

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

QUESTION = {"title": "路口的<灯>", "text": "三个路口\r\n都没有灯。", "kind": "suggestion", "anonymous": "1"}
PASSWORD = "a long enough password"
ASKING = ON_BOARD


def shown(html, words):
    return [value for value in words if unescape(html).replace("\r\n", "\n").count(value.replace("\r\n", "\n")) == 0]


def sign_in(browser, kept, who="asker"):
    return browser.post("/login", data={"username": who, "password": PASSWORD, "next": kept})


@pytest.fixture
def lost(app):
    """A browser that was left alone until its cookies were gone."""
    return without_tokens(app.test_client())


def test_a_question_typed_in_a_session_that_is_gone_comes_back_after_signing_in(lost, cast, places):
    kept = lost.post(ASKING, data=QUESTION)
    assert kept.status_code == 303 and re.fullmatch(r"/kept/[\w-]{43}", kept.location)
    login = lost.get(kept.location)
    assert login.location == f"/login?next={kept.location}"
    assert "您写的内容已经存好" in lost.get(login.location).text
    lost.sends_tokens = True
    assert sign_in(lost, kept.location).location == kept.location
    form = lost.get(kept.location).text
    assert shown(form, QUESTION.values()) == [] and "再按一次提交" in form
    assert 'value="suggestion" checked' in form and 'name="anonymous" value="1" id="f-anonymous" checked' in form
    assert Thread.select().count() == 0
    again = look_and_send(lost, {**QUESTION, "kept": re.search(r'name="kept" value="([^"]+)"', form)[1]})
    assert again.location == "/threads/1/sent"
    assert KeptForm.select().count() == 0 and lost.get(kept.location).status_code == 404


def test_another_browser_and_another_account_never_see_it(lost, client_of, cast, places):
    kept = lost.post(ASKING, data=QUESTION).location
    assert client_of(cast.asker).get(kept).status_code == 404
    lost.sends_tokens = True
    sign_in(lost, kept)
    lost.post("/logout")
    sign_in(lost, kept, "neighbour")
    refused = lost.get(kept)
    assert refused.status_code == 404 and "路口" not in refused.text


def test_a_session_that_was_ended_tells_whose_form_it_is(client_of, cast, places, now):
    browser = client_of(cast.asker)
    Session.update(ended_at=now).execute()
    kept = browser.post(ASKING, data=QUESTION).location
    assert KeptForm.get().account_id == cast.asker.account
    sign_in(browser, kept, "neighbour")
    assert browser.get(kept).status_code == 404


def test_still_signed_in_the_form_comes_back_at_once_with_a_fresh_token(client_of, cast, places):
    browser = without_tokens(client_of(cast.asker))
    answer = browser.post(ASKING, data={**QUESTION, "csrf_token": "of another session"})
    assert answer.status_code == 400 and "再按一次提交" in answer.text
    assert shown(answer.text, QUESTION.values()) == []
    assert KeptForm.select().count() == Thread.select().count() == 0
    token = re.search(r'name="csrf_token" value="([^"]{20,})"', answer.text)[1]
    assert look_and_send(browser, {**QUESTION, "csrf_token": token}).location == "/threads/1/sent"


def test_a_role_that_was_lost_meanwhile_leaves_the_words_on_the_page(client_of, cast, question):
    words = {"to": "jiaotong", "explanation": "请交通局去<看>一看这个路口。"}
    for browser in (client_of(cast.asker), without_tokens(client_of(cast.asker))):
        answer = browser.post("/threads/1/transfer", data=words)
        assert answer.status_code in (400, 403)
        assert shown(answer.text, words.values()) == []


def test_a_question_on_a_board_that_is_gone_is_listed_on_the_page(client_of, cast, question):
    answer = client_of(cast.asker).post("/boards/nowhere/new", data=QUESTION)
    assert answer.status_code == 404 and shown(answer.text, QUESTION.values()) == []


def test_secrets_and_files_are_never_kept(lost, cast, places):
    import io

    sent = {
        "number": "文〔2014〕3号",
        "password": "open sesame",
        "otp": "123456",
        "scan": (io.BytesIO(b"%PDF"), "a.pdf"),
    }
    kept = lost.post("/orders", data=sent, content_type="multipart/form-data").location
    lost.sends_tokens = True
    sign_in(lost, kept, "administrator")
    page = lost.get(kept).text
    assert "文〔2014〕3号" in page
    assert "open sesame" not in page and "123456" not in page and "a.pdf" not in page


def test_a_login_form_that_was_open_for_long_keeps_the_name_and_not_the_password(lost, cast):
    answer = lost.post("/login", data={"username": "asker", "password": PASSWORD, "next": "/boards/zhujian"})
    assert answer.status_code == 400
    assert 'value="asker"' in answer.text and PASSWORD not in answer.text
    assert 'name="next" value="/boards/zhujian"' in answer.text


ELSEWHERE = (
    {"Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"},
)


@pytest.mark.parametrize("headers", ELSEWHERE)
def test_nothing_is_kept_of_what_another_site_or_a_script_sends(lost, client_of, cast, places, headers):
    for browser in (lost, without_tokens(client_of(cast.asker))):
        answer = browser.post(ASKING, data=QUESTION, headers=headers)
        assert answer.status_code == 400 and "路口" not in answer.text
    assert KeptForm.select().count() == 0


def test_a_draft_that_the_script_saves_is_not_kept(lost, cast, question):
    answer = lost.post("/threads/1/draft", data={"text": "正在写", "kind": "result", "quiet": "1"})
    assert answer.status_code == 400 and KeptForm.select().count() == 0


def test_a_button_without_words_is_refused_without_a_promise(lost, cast, question):
    answer = lost.post("/threads/1/support")
    assert answer.status_code == 400
    assert "您写的" not in answer.text


def test_a_kept_form_whose_page_is_gone_is_listed(lost, cast, question, rules, now):
    kept = lost.post("/threads/1/closure-of-nothing", data={"text": "x"})
    assert kept.status_code == 404
    kept = lost.post("/threads/1/rating", data={"grade": "4", "text": "办得<好>"}).location
    lost.sends_tokens = True
    sign_in(lost, kept, "neighbour")
    page = lost.get(kept)
    assert page.status_code in (200, 403, 409) and shown(page.text, ["办得<好>"]) == []


def test_showing_a_kept_form_writes_nothing(lost, cast, question, now, everything):
    """Also where the address is one whose view acts without a form."""
    kept = lost.post("/threads/1/acceptance", data={"remark": "马上办"}).location
    lost.sends_tokens = True
    sign_in(lost, kept, "spokesperson")
    before = everything()
    page = lost.get(kept)
    assert shown(page.text, ["马上办"]) == []
    assert everything() == before
    assert Thread.get().status == "unaccepted"


@pytest.mark.parametrize("size", [2**20, 2**21])
def test_what_is_too_large_comes_back_too(client_of, cast, question, size):
    words = "水" * (size // 3) + "完"
    answer = client_of(cast.asker).post("/threads/1/posts", data={"text": words, "kind": "reply"})
    assert answer.status_code in (413, 422) and words in answer.text


def test_too_often_comes_back_with_the_form(app, client_of, cast, question, settings):
    from dataclasses import replace

    wenqu = app.extensions["wenqu"]
    app.extensions["wenqu"] = replace(wenqu, settings=replace(settings, rate_limits=True))
    browser = client_of(cast.neighbour)
    answers = [browser.post("/posts/1/report", data={"code": "insult", "reason": f"第{n}次骂人"}) for n in range(32)]
    assert answers[-1].status_code in (409, 429) and "第31次骂人" in answers[-1].text


def test_a_conflict_comes_back_with_the_words(client_of, cast, question, rules, now):
    handling.accept(question, actor=cast.spokesperson, now=now)
    handling.give_result(question, actor=cast.spokesperson, now=now, city=rules, text="已装。")
    handling.close(question, actor=cast.asker, now=now + timedelta(minutes=1))
    words = {"to": "jiaotong", "explanation": "请交通局接着办这件事情。"}
    answer = client_of(cast.spokesperson).post("/threads/1/transfer", data=words)
    assert answer.status_code == 409 and shown(answer.text, words.values()) == []
    assert Post.select().count() == 2

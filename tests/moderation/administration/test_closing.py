"""Closing an account: a week to take it back, then posts stay under another name, and nothing private is left."""

import re
from datetime import timedelta

import pytest

from boards.actions.cases import handling
from boards.actions.posts import posts
from boards.mine.actions import watch_place
from boards.mine.closing import AccountCloser
from boards.mine.history import keep_history
from boards.models.drafts import SavedDraft
from boards.models.notifications import PlaceWatch, ThreadVisit
from boards.models.threads import Post
from forum.accounts import actions as accounts
from forum.accounts.models import Account, AccountName, RoleGrant, Session
from forum.accounts.queries import account_named, actor_of_account
from forum.personal.closing import GRACE, ask_to_close, keep_open
from forum.problems import Conflict, Invalid
from forum.roles import Role
from forum.store.log import Deed, Entry
from moderation.administration.queries import get_account
from moderation.ledger.audit.rows import rows_from

PASSWORD = "a long enough password"


@pytest.fixture
def closed(cast, clock):
    """closed(actor): the account asked to be closed, the time is over, and the worker came by."""

    def close(actor):
        ask_to_close(actor, now=clock.now())
        assert AccountCloser().work(clock.now()) == 0
        assert AccountCloser().work(clock.advance(GRACE)) == 1
        return Account.get_by_id(actor.account)

    return close


def sign_in(app, username="asker"):
    browser = app.test_client()
    browser.answer = browser.post("/login", data={"username": username, "password": PASSWORD})
    return browser


def test_it_needs_the_password_and_says_before_what_it_does(app, cast, words):
    browser = sign_in(app)
    assert "已注销网友" in words(browser.get("/account/closing").text)
    assert browser.post("/account/closing", data={"password": "wrong"}).status_code == 422
    assert Account.get_by_id(cast.asker.account).closes_at is None
    assert browser.post("/account/closing", data={"password": PASSWORD}).status_code == 303
    assert browser.get("/account").status_code == 302
    assert Session.select().where(Session.account == cast.asker.account, Session.ended_at.is_null()).count() == 0


def test_within_a_week_it_is_taken_back(app, cast, clock, words):
    sign_in(app).post("/account/closing", data={"password": PASSWORD})
    again = sign_in(app)
    assert "2014-09-29" in words(again.get("/account").text)
    assert again.post("/account/closing/withdrawal").location == "/account"
    assert AccountCloser().work(clock.advance(GRACE * 2)) == 0
    assert sign_in(app).answer.status_code == 303
    deeds = [
        deed
        for (deed,) in Entry.select(Entry.deed).where(Entry.deed.startswith("account.")).order_by(Entry.id).tuples()
    ]
    assert deeds[-2:] == [Deed.CLOSING, Deed.KEEP_OPEN]


def test_what_was_written_stays_under_another_name_everywhere(app, cast, see, api_of, question, say, closed, places):
    say(question, "补充一句。", actor=cast.asker)
    closed(cast.asker)
    for path in ("/", "/boards", "/boards/zhujian", "/threads", f"/threads/{question.id}", "/feeds/site.atom"):
        page = app.test_client().get(path).text
        assert "三衢路的小陈" not in page, path
    page = see(cast.guest, f"/threads/{question.id}")
    assert "已注销网友" in page and "补充一句。" in page and "/users/" not in page
    answer = api_of(cast.guest).get(f"/threads/{question.id}").json
    assert (answer["author"]["name"], answer["author"]["closed"]) == ("已注销网友", True)
    assert "三衢路的小陈" not in see(cast.moderator, f"/threads/{question.id}")


def test_an_anonymous_post_stays_anonymous_for_all(cast, see, asked, closed):
    thread = asked("匿名的", anonymous=True)
    closed(cast.asker)
    assert "已注销网友" not in see(cast.guest, f"/threads/{thread.id}")
    assert "三衢路的小陈" not in see(cast.moderator, f"/threads/{thread.id}")


def test_nobody_signs_in_any_more_and_the_private_is_gone(app, cast, question, closed, places, now, say):
    SavedDraft.create(account=cast.asker.account, place="ask", sealed="x", writer="x", saved_at=now)
    keep_history(True, actor=cast.asker, now=now)
    watch_place(places.roads, actor=cast.asker, now=now)
    profile = Account.get_by_id(cast.asker.account).profile_id
    row = closed(cast.asker)
    assert sign_in(app).answer.status_code == 401
    assert (row.display_name, row.password_hash, row.otp_secret, row.history_since) == ("已注销网友", None, None, None)
    assert PlaceWatch.select().count() == ThreadVisit.select().count() == SavedDraft.select().count() == 0
    assert app.test_client().get(f"/users/{profile}").status_code == 404


def test_the_names_of_a_closed_account_are_free_for_others_after_a_year(cast, closed, clock, password_hash):
    closed(cast.asker)
    with pytest.raises(Invalid):
        accounts.open_account("thief", "三衢路的小陈", password_hash, now=clock.now())
    with pytest.raises(Invalid):
        accounts.open_account("asker", "另一个名字", password_hash, now=clock.now())
    accounts.open_account("other", "三衢路的小陈", password_hash, now=clock.advance(timedelta(days=366)))
    assert AccountName.get().name == "三衢路的小陈"


def test_an_official_answer_keeps_its_department_and_the_role_ends(cast, see, question, rules, now, closed):
    handling.accept(question, actor=cast.spokesperson, now=now)
    handling.give_result(question, actor=cast.spokesperson, now=now, city=rules, text="灯已装好。")
    closed(cast.spokesperson)
    page = see(cast.guest, f"/threads/{question.id}")
    assert "灯已装好。" in page and "住建局" in page and "王晓燕" not in re.sub(r"<[^>]+>", " ", page)
    held = RoleGrant.select().where(RoleGrant.account == cast.spokesperson.account, RoleGrant.revoked_at.is_null())
    assert not held.exists()


def test_the_last_administrator_stays(cast, now, password_hash, clock):
    with pytest.raises(Conflict):
        ask_to_close(cast.administrator, now=now)
    second = accounts.open_account("second", "机房二号", password_hash, now=now)
    accounts.grant(second, Role.ADMINISTRATOR, now=now)
    ask_to_close(cast.administrator, now=now)
    with pytest.raises(Conflict):
        ask_to_close(actor_of_account(second, now), now=now)
    accounts.revoke(second, Role.ADMINISTRATOR, now=now)
    assert AccountCloser().work(clock.advance(GRACE)) == 0
    assert account_named("administrator").closed_at is None


@pytest.mark.parametrize("act", [ask_to_close, keep_open])
def test_what_is_asked_twice_or_not_at_all_is_refused(cast, now, act):
    if act is ask_to_close:
        ask_to_close(cast.asker, now=now)
    with pytest.raises(Conflict):
        act(cast.asker, now=now)


def test_administrators_do_nothing_to_a_closed_account(cast, closed, client_of):
    closed(cast.asker)
    sure = {"reason": "本人到窗口申请", "password": PASSWORD}
    page = f"/admin/accounts/{get_account(cast.asker.public_id).public_id}"
    assert client_of(cast.administrator).post(f"{page}/password-reset", data=sure).status_code == 409


def test_the_ledger_opens_the_name_to_nobody_any_more(cast, question, say, closed):
    say(question, "别人的话。")

    def opened():
        found, _ = rows_from(1, 500)
        return str([part["content"] for each in found for part in each.parts if part.get("content")])

    assert "三衢路的小陈" in opened() and "清源老李" in opened()
    closed(cast.asker)
    assert "三衢路的小陈" not in opened() and "清源老李" in opened()


def test_posts_go_on_below_those_of_a_closed_account(cast, question, rules, clock, closed, see):
    closed(cast.asker)
    first = Post.get(Post.thread == question.id)
    posts.reply(question, actor=cast.neighbour, now=clock.now(), city=rules, text="同问。", parent=first.id)
    assert "已注销网友" in see(cast.guest, f"/threads/{question.id}")

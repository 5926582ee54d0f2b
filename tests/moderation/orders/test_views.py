"""The pages of signed orders: what is typed comes back when it is refused, every refusal is on record, scans stay inside."""

import io

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from boards.models.orders import SealOrder
from boards.models.threads import Post
from forum.store.log import Deed, Entry, entry_data

PASSWORD = "a long enough password"


@pytest.fixture
def sent(form, scans):
    """sent(**changed): the form as an administrator sends it, with a scan."""

    def typed(scan=None, **changed):
        content = scans.pdf() if scan is None else scan
        with_scan = {"scan": (io.BytesIO(content), "签批.pdf")} if content else {}
        return {**form, "password": PASSWORD, **with_scan, **changed}

    return typed


def refusals():
    rows = (
        Entry.select(Entry.reason, Entry.actor_id, Entry.data)
        .where(Entry.deed == Deed.ORDER_REFUSE.value)
        .order_by(Entry.id)
    )
    return [(reason, actor, entry_data(data)["errors"]) for reason, actor, data in rows.tuples()]


def test_an_order_goes_from_one_administrator_to_the_other_to_the_tombstone(client_of, cast, second, sent, post, words):
    entered = client_of(cast.administrator).post("/orders", data=sent())
    assert entered.status_code == 303
    address = entered.location
    assert "确认封存" not in client_of(cast.administrator).get(address).text
    assert "确认封存" in client_of(second).get(address).text
    assert client_of(cast.guest).get(address).status_code == 404
    assert client_of(second).post(f"{address}/confirmation", data={"password": PASSWORD}).status_code == 303
    for who in (cast.guest, cast.asker, cast.moderator, cast.administrator):
        page = client_of(who).get(f"/threads/{post.thread_id}").text
        assert words.sentence not in page.replace(f"同意，{words.sentence}", "")
        for told in (
            "本楼已依签批封存",
            "清宣封〔2014〕1号",
            "中共清源市委宣传部部长 签批一号",
            "网络安全法",
            "2014-09-22",
            "无法收回",
        ):
            assert told in page
    assert "清宣封〔2014〕1号" in client_of(cast.guest).get(address).text
    assert "封存了 1 次" in client_of(cast.guest).get("/orders").text


def test_the_public_log_and_the_api_name_the_order(client_of, api_of, cast, sealed, post):
    order = sealed()
    log = client_of(cast.guest).get("/moderation/log").text
    assert "依签批封存" in log and "清宣封〔2014〕1号" in log and "侵害他人隐私" in log
    shown = api_of(cast.guest).get(f"/posts/{post.id}").json
    assert (shown["text"], shown["html"]) == (None, None)
    assert shown["sealed"] == {
        "at": "2014-09-22T10:00:00+08:00",
        "order": order.number,
        "authority": "中共清源市委宣传部部长 签批一号",
        "ground": order.ground,
        "signed_on": "2014-09-22",
    }


def test_the_author_is_told_why(client_of, cast, sealed, now):
    from boards.notifications.reader import reader

    sealed()
    reader().catch_up(now)
    page = client_of(cast.asker).get("/notifications").text
    assert "您的帖子依签批封存" in page and "侵害他人隐私" in page


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"scan": b""}, "scan"),
        ({"scan": b"%PDF-1.4 fake %%EOF"}, "scan"),
        ({"post": "987654"}, "post"),
        ({"number": ""}, "number"),
        ({"password": "not the password"}, "password"),
        ({"password": ""}, "password"),
    ],
)
def test_a_refused_form_comes_back_with_what_was_typed(client_of, cast, sent, everything, changed, field):
    browser, before = client_of(cast.administrator), everything()
    answer = browser.post("/orders", data=sent(**changed))
    assert answer.status_code == 422
    assert f'id="f-{field}-error"' in answer.text
    assert "《中华人民共和国网络安全法》第四十七条" in answer.text and "中共清源市委宣传部部长" in answer.text
    ((what, actor, errors),) = refusals()
    assert (what, actor, list(errors)) == ("enter", cast.administrator.account, [field])
    assert "not the password" not in str(everything()["entry"])
    after = everything()
    assert {table for table in after if after[table] != before[table]} <= {"entry", "attempt"}


def test_a_sealed_post_is_not_sealed_again(client_of, cast, sent, sealed):
    sealed()
    answer = client_of(cast.administrator).post("/orders", data=sent(number="清宣封〔2014〕9号"))
    assert answer.status_code == 409
    assert "清宣封〔2014〕9号" in answer.text and "已经封存" in answer.text
    assert [what for what, _, _ in refusals()] == ["enter"]


def test_one_person_twice_is_refused_and_on_record(client_of, cast, enter, post):
    order = enter()
    answer = client_of(cast.administrator).post(f"/orders/{order.id}/confirmation", data={"password": PASSWORD})
    assert answer.status_code == 403
    assert "另一位系统管理员" in answer.text
    assert [what for what, _, _ in refusals()] == ["confirm"]
    assert Post.get_by_id(post.id).seal_order_id is None


@pytest.mark.parametrize("who", ["moderator", "asker", "signatory", "supervisor"])
def test_others_are_refused_and_on_record(client_of, cast, sent, enter, who):
    actor, order = getattr(cast, who), enter()
    assert client_of(actor).post("/orders", data=sent()).status_code == 403
    assert client_of(actor).post(f"/orders/{order.id}/confirmation", data={"password": PASSWORD}).status_code == 403
    assert client_of(actor).post(f"/orders/{order.id}/withdrawal", data={"withdrawal": "不要"}).status_code == 403
    assert [what for what, _, _ in refusals()] == ["enter", "confirm", "withdraw"]
    assert SealOrder.select().count() == 1


def test_a_session_left_open_is_not_enough_to_confirm(client_of, second, enter, post):
    order = enter()
    answer = client_of(second).post(f"/orders/{order.id}/confirmation", data={"password": "guess"})
    assert answer.status_code == 422
    assert Post.get_by_id(post.id).seal_order_id is None
    assert [(what, list(errors)) for what, _, errors in refusals()] == [("confirm", ["password"])]


def test_where_a_second_factor_is_bound_it_is_asked_for(client_of, second, enter, now, post, settings):
    import pyotp

    from forum.accounts.models import Account
    from forum.accounts.second_factor import seal_secret

    secret = pyotp.random_base32()
    Account.update(otp_secret=seal_secret(secret, second.account, settings)).where(
        Account.id == second.account
    ).execute()
    address = f"/orders/{enter().id}/confirmation"
    assert client_of(second).post(address, data={"password": PASSWORD}).status_code == 422
    code = pyotp.TOTP(secret).at(now)
    assert client_of(second).post(address, data={"password": PASSWORD, "otp": code}).status_code == 303
    assert Post.get_by_id(post.id).seal_order_id is not None


class Unread(io.BytesIO):
    """A body of 200 MB that nobody may read."""

    place = 0

    def seek(self, place, whence=0):
        self.place = 200 * 1024 * 1024 if whence == 2 else place
        return self.place

    def tell(self):
        return self.place

    def read(self, size=-1):
        raise AssertionError("the body was read")

    readinto = readline = readlines = __next__ = read


def test_what_is_far_too_large_is_refused_before_it_is_read(client_of, cast):
    multipart = "multipart/form-data; boundary=x"
    answer = client_of(cast.administrator).open("/orders", method="POST", input_stream=Unread(), content_type=multipart)
    assert answer.status_code == 413
    assert [what for what, _, _ in refusals()] == ["enter"]
    assert SealOrder.select().count() == 0


def test_only_an_administrator_may_send_more_than_usual(client_of, cast, sent):
    scan = FileStorage(io.BytesIO(b"%PDF-" + bytes(2 * 1024 * 1024)), "scan", "scan.pdf")
    boundary, body = encode_multipart({**sent(scan=b""), "scan": scan})
    large = {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}
    assert client_of(cast.moderator).post("/orders", **large).status_code == 413
    assert client_of(cast.administrator).post("/orders", **large).status_code == 422


def test_a_scan_is_given_out_as_a_download_that_runs_nothing(client_of, cast, enter, scans):
    order = enter()
    answer = client_of(cast.supervisor).post(f"/orders/{order.id}/scan")
    assert answer.data == scans.pdf()
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert client_of(cast.moderator).post(f"/orders/{order.id}/scan").status_code == 403


def test_a_waiting_order_is_shown_to_those_who_work_on_it(client_of, cast, enter):
    enter()
    assert "清宣封〔2014〕1号" in client_of(cast.supervisor).get("/orders").text
    assert "清宣封〔2014〕1号" not in client_of(cast.guest).get("/orders").text
    assert "清宣封〔2014〕1号" not in client_of(cast.moderator).get("/orders").text


def test_the_pages_are_in_english_too(client_of, cast, sealed, post):
    order = sealed()
    english = {"Accept-Language": "en"}
    for address in ("/orders", f"/orders/{order.id}", f"/threads/{post.thread_id}", f"/posts/{post.id}/revisions"):
        page = client_of(cast.guest).get(address, headers=english).text
        assert "signed order" in page or "Sealed" in page

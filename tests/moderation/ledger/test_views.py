"""The citizens' pages: what is proved in plain words, a receipt to keep, and one checked years later."""

import io
import json
import re
from datetime import timedelta

import pytest

from boards.actions.posts import posts
from boards.actions.posts.threads import ask
from boards.models.threads import Post
from moderation.hiding import actions as hiding
from moderation.ledger.merkle import notes
from moderation.ledger.signing import Signer


@pytest.fixture
def first(question, signer, now):
    """The question's own post, signed."""
    signer.catch_up(now)
    return Post.get(Post.thread == question.id, Post.floor == 1)


@pytest.fixture
def browser(app, first):
    return app.test_client()


def page(browser, path, status=200):
    response = browser.get(path)
    assert response.status_code == status
    return response.text


def receipt(browser, post):
    response = browser.get(f"/posts/{post.id}/receipt")
    assert response.status_code == 200 and response.headers["Content-Disposition"].startswith("attachment")
    return response.text


def check(browser, kept, as_file=False):
    sent = {"file": (io.BytesIO(kept.encode()), "receipt.json")} if as_file else {"receipt": kept}
    return browser.post("/ledger/check", data=sent)


def outcomes(response):
    return re.findall(r'<li class="(well|bad)">', response.text)


def test_the_ledgers_page_answers_how_i_know_that_my_post_is_still_there(browser):
    said = page(browser, "/ledger")
    assert "怎么知道我的帖子还在" in said and "它做不到什么" in said and "没有外部见证时" in said
    assert "存证签名已暂停" not in said
    assert "/ledger/checkpoint" in page(browser, "/ledger")


def test_the_page_says_so_and_why_while_nothing_is_signed(browser, signer, grow, now, files):
    files.key.unlink()
    grow(1)
    signer.catch_up(now)
    said = page(browser, "/ledger")
    assert "存证签名已暂停" in said and "签名私钥不见了或不能用" in said and str(files.key) not in said
    assert page(browser, "/")
    health = browser.get("/healthz").json
    assert health["status"] == "ok"
    assert health["ledger"] == {
        "signed": health["entries"] - 1,
        "refused": "key-lost",
        "witnessed": None,
        "witnesses": {},
    }


def test_the_page_says_the_ledgers_name(browser):
    assert "<code>127.0.0.1:8000/ledger</code>" in page(browser, "/ledger")


def test_before_the_first_checkpoint_the_page_stands(app):
    assert "第一个存证点还没有签出" in page(app.test_client(), "/ledger")


def test_every_floor_has_a_link_to_its_evidence(browser, first, question):
    assert f'href="/posts/{first.id}/proof">存证</a>' in page(browser, f"/threads/{question.id}")


def test_the_proof_page_says_what_is_proved_and_shows_the_text_that_is_bound(browser, first):
    said = page(browser, f"/posts/{first.id}/proof")
    assert "是账上的第" in said and "三个路口一个红绿灯都没有，过马路要等半天。" in said
    assert f'data-proof="/api/v1/posts/{first.id}/proof"' in said
    assert re.search(r"/static/proof\.[0-9a-f]{10}\.js", said) and "<noscript>" in said and 'aria-live="polite"' in said
    assert not re.search(r"<script(?![^>]*src=)", said)


def test_a_hidden_posts_proof_names_the_hiding_and_shows_no_word(browser, first, client_of, cast, signer, now):
    hiding.hide(first, actor=cast.moderator, now=now, reason="写了电话")
    signer.catch_up(now)
    for viewer in (cast.guest, cast.asker, cast.moderator):
        said = page(client_of(viewer), f"/posts/{first.id}/proof")
        assert "屏蔽" in said and "只能核对指纹" in said and "过马路" not in said
        assert "过马路" not in receipt(client_of(viewer), first)


def test_a_post_newer_than_the_checkpoint_has_a_page_that_says_when(browser, question, cast, rules, now):
    fresh = posts.reply(question, actor=cast.neighbour, now=now, city=rules, text="支持")
    assert "过一两秒再看" in page(browser, f"/posts/{fresh.id}/proof", 503)


def test_a_post_that_waits_for_screening_has_a_page_for_its_author_alone(
    client_of, cast, places, screened, signer, now
):
    waiting = ask(
        places.housing_board, actor=cast.asker, now=now, city=screened, title="题目", text="内容", kind="complaint"
    )
    signer.catch_up(now)
    path = f"/posts/{Post.get(Post.thread == waiting.id).id}/receipt"
    assert client_of(cast.guest).get(path).status_code == client_of(cast.neighbour).get(path).status_code == 404
    kept = client_of(cast.asker).get(path)
    assert kept.status_code == 200 and "no-store" in kept.headers["Cache-Control"]


@pytest.mark.parametrize("as_file", [False, True])
def test_a_receipt_kept_for_years_is_checked_against_the_ledger_of_that_day(
    browser, first, signer, grow, clock, as_file
):
    kept = receipt(browser, first)
    for _ in range(3):
        grow(300)
        signer.catch_up(clock.advance(timedelta(days=365)))
    response = check(browser, kept, as_file)
    assert response.status_code == 200
    assert outcomes(response) == ["well"] * 5 and "回执核对无误" in response.text


def test_a_receipt_of_a_text_that_was_hidden_or_edited_since_still_holds(browser, first, cast, signer, now):
    kept = receipt(browser, first)
    posts.revise(first, actor=cast.asker, now=now, text="换了一句话。")
    hiding.hide(Post.get_by_id(first.id), actor=cast.moderator, now=now, reason="写了电话")
    signer.catch_up(now)
    assert outcomes(check(browser, kept)) == ["well"] * 5
    assert outcomes(check(browser, receipt(browser, first))) == ["well"] * 5


def test_a_receipt_says_to_a_person_what_it_is_and_where_to_check_it(browser, first):
    kept = receipt(browser, first)
    assert "存证回执" in kept and "/ledger/check" in kept and "过马路" in kept
    assert json.loads(kept)["post"] == first.id


def changed(kept, **fields):
    return json.dumps({**json.loads(kept), **fields}, ensure_ascii=False)


def spoilt(note):
    read = notes.read_note(note)
    line = read.lines[0]
    return str(
        notes.Note(
            read.text, (notes.Line(line.name, line.key_id, line.signature[:-1] + bytes([line.signature[-1] ^ 1])),)
        )
    )


def forgeries(kept):
    """(what was forged, the receipt, which of the five tests must fail)."""
    made = json.loads(kept)
    yield "text", kept.replace("半天", "一天"), {0}
    yield "post", changed(kept, post=made["post"] + 1), {0}
    yield "revision", changed(kept, revision=9), {0}
    yield "leaf", changed(kept, leaf=made["leaf"].replace("netizen", "citizen")), {1, 4}
    yield "no leaf", changed(kept, leaf="[]"), {0, 1, 4}
    yield "deep leaf", changed(kept, leaf="[" * 5000), {0, 1, 4}
    yield "entry", changed(kept, entry=made["entry"] - 1), {1, 4}
    yield "path", changed(kept, path=made["path"][:-1]), {1}
    yield "root", changed(kept, root="00" * 32), {1}
    yield "signature", changed(kept, checkpoint=spoilt(made["checkpoint"])), {2}
    yield "no note", changed(kept, checkpoint="nothing"), {1, 2, 3}
    text = made["checkpoint"].split("\n\n")[0] + "\n"
    yield (
        "our own note",
        changed(kept, checkpoint=str(notes.Note(text, (notes.sign("127.0.0.1:8000/ledger", b"k" * 32, text),)))),
        {2},
    )


def test_every_forged_receipt_is_told_apart_and_by_what(browser, first, signer, grow, now, subtests):
    kept = receipt(browser, first)
    grow(5)
    signer.catch_up(now)
    for name, forged, failing in forgeries(kept):
        with subtests.test(name):
            response = check(browser, forged)
            assert response.status_code == 200 and "有对不上的地方" in response.text
            assert {number for number, outcome in enumerate(outcomes(response)) if outcome == "bad"} == failing


def test_a_receipt_larger_than_todays_ledger_shows_that_something_is_lost(browser, first, signer, grow, now, by_hand):
    size = json.loads(receipt(browser, first))["size"]
    grow(5)
    signer.catch_up(now)
    kept = receipt(browser, first)
    by_hand(f"DELETE FROM ledger_checkpoint WHERE size > {size}", f"DELETE FROM entry WHERE id > {size}")
    assert outcomes(check(browser, kept)) == ["well", "well", "well", "bad", "well"]


def test_an_entry_altered_in_the_database_is_found_by_an_old_receipt(browser, first, by_hand):
    kept = receipt(browser, first)
    by_hand(f"UPDATE entry SET leaf = '{{}}' WHERE id = {json.loads(kept)['entry']}")
    assert "bad" in outcomes(check(browser, kept))


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "{}",
        "[]",
        "null",
        "not json",
        "{" * 10_000,
        '{"format": "wenqu-proof/1"}',
        "\ud83d",
        '{"post": 1e400}',
        "１",
        "9" * 5000,
    ],
)
def test_what_is_no_receipt_is_refused_kindly(browser, kept):
    response = browser.post("/ledger/check", data={"receipt": kept.encode("utf-8", "surrogatepass")})
    assert response.status_code == 422 and "这不是本站的回执" in response.text


@pytest.mark.parametrize("fields", [{"format": "wenqu-proof/2"}, {"path": ["zz" * 32]}, {"path": ["00"]}, {"entry": 0}, {"entry": 2**70}, {"parts": [{}]},
                                    {"parts": [{"salt": "00", "content": {"text": "a"}}]}, {"parts": "all"}, {"root": 5}])  # fmt: skip
def test_a_receipt_with_odd_fields_is_refused_kindly(browser, first, fields):
    response = check(browser, changed(receipt(browser, first), **fields))
    assert response.status_code == 422 and "回执" in response.text


def test_a_file_that_is_no_text_or_far_too_large_is_refused(browser):
    assert browser.post("/ledger/check", data={"file": (io.BytesIO(b"\xff\xd8\xff"), "photo.jpg")}).status_code == 422
    assert browser.post("/ledger/check", data={"receipt": "x" * 3_000_000}).status_code == 413
    told = browser.post(
        "/ledger/check",
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": "200000000"},
    )
    assert told.status_code == 413


def test_checking_needs_no_script_no_account_and_keeps_nothing(browser, first, signer, now):
    assert "Set-Cookie" not in browser.get("/ledger/check").headers
    check(browser, receipt(browser, first))
    assert signer.catch_up(now) == 0


def test_a_receipt_signed_by_another_ledgers_key_does_not_pass(
    browser, first, settings, signer, now, files, grow, by_hand
):
    kept = receipt(browser, first)
    by_hand("DELETE FROM ledger_checkpoint")
    for file in (files.key, files.inside, files.outside):
        file.unlink()
    grow(1)
    Signer(settings).catch_up(now)
    assert outcomes(check(browser, kept)) == ["well", "well", "bad", "well", "well"]

"""The proof of a post, through the API: enough to check it offline, and no word that isn't public."""

import json

import pytest

from boards.actions.cases import transfers
from boards.actions.posts import posts
from boards.actions.posts.threads import ask
from boards.models.threads import Post, Revision
from forum.store.commitments import commitment_of_parts, segments
from moderation.hiding import actions as hiding
from moderation.ledger.merkle import notes, tree
from moderation.tools import merging


@pytest.fixture
def first(question, signer, now):
    """The question's own post, signed."""
    signer.catch_up(now)
    return Post.get(Post.thread == question.id, Post.floor == 1)


def proof(api_of, cast, post, status=200):
    response = api_of(cast.guest).get(f"/posts/{post.id}/proof")
    assert response.status_code == status
    return response.json


def checked(proof):
    """Check a proof as an outsider would: with nothing but the proof. Returns what its leaf says."""
    signed = notes.open_checkpoint(proof["checkpoint"], notes.read_vkey(proof["vkey"]))
    assert (signed.size, signed.root.hex()) == (proof["size"], proof["root"])
    for each in (proof, *proof["since"]):
        path = [bytes.fromhex(step) for step in each["path"]]
        tree.check_inclusion(tree.leaf_hash(each["leaf"].encode()), each["entry"] - 1, signed.size, path, signed.root)
        assert json.loads(each["leaf"])["object"] == f"post/{proof['post']}"
    leaf = json.loads(proof["leaf"])
    assert leaf["commit"] == commitment_of_parts(proof["parts"]) and leaf["revision"] == proof["revision"]
    return leaf


def text_of(proof):
    return "".join(part["content"].get("text", "") for part in proof["parts"])


def test_a_question_is_proved_with_its_title(api_of, cast, first, question):
    got = proof(api_of, cast, first)
    assert checked(got)["type"] == "post.create"
    assert (got["post"], got["thread"], got["floor"]) == (first.id, question.id, 1)
    assert got["parts"][0]["content"] == {"title": question.title}
    assert text_of(got) == "三个路口一个红绿灯都没有，过马路要等半天。"


def test_a_reply_has_no_title(api_of, cast, question, rules, signer, now):
    reply = posts.reply(question, actor=cast.neighbour, now=now, city=rules, text="支持，请装灯。")
    signer.catch_up(now)
    got = proof(api_of, cast, reply)
    assert checked(got) and text_of(got) == "支持，请装灯。" and got["since"] == []


def test_a_revised_post_is_proved_as_it_stands_now(api_of, cast, first, signer, now):
    posts.revise(first, actor=cast.asker, now=now, text="现在有两个灯了。")
    signer.catch_up(now)
    got = proof(api_of, cast, first)
    assert (checked(got)["type"], got["revision"], text_of(got)) == ("post.revise", 2, "现在有两个灯了。")


def test_a_hidden_post_shows_no_word_but_its_leaf_and_the_leaf_of_the_hiding(api_of, cast, first, signer, now):
    hiding.hide(first, actor=cast.moderator, now=now, reason="写了电话")
    signer.catch_up(now)
    for viewer in (cast.guest, cast.asker, cast.moderator):
        got = api_of(viewer).get(f"/posts/{first.id}/proof").json
        assert checked(got)["type"] == "post.create"
        assert all(set(part) == {"commit"} for part in got["parts"])
        assert [json.loads(leaf["leaf"])["type"] for leaf in got["since"]] == ["post.hide"]
    assert "红绿灯" not in json.dumps(got, ensure_ascii=False)


def test_a_restored_post_shows_its_words_again_and_what_was_done(api_of, cast, first, signer, now):
    hiding.hide(first, actor=cast.moderator, now=now, reason="写了电话")
    hiding.restore(Post.get_by_id(first.id), actor=cast.moderator, now=now)
    signer.catch_up(now)
    got = proof(api_of, cast, first)
    assert checked(got) and "红绿灯" in text_of(got)
    assert [json.loads(leaf["leaf"])["type"] for leaf in got["since"]] == ["post.hide", "post.restore"]


@pytest.mark.parametrize(("stored", "withheld"), [("[2]", {2}), ("[0, 1]", {0, 1}), ("all", {0, 1, 2})])
def test_a_withheld_part_is_shown_by_its_commitment_alone(api_of, cast, first, by_hand, stored, withheld):
    assert len(segments(Revision.get(Revision.post == first.id).text)) == 2
    by_hand(f"UPDATE revision SET withheld = '{stored}' WHERE post_id = {first.id}")
    got = proof(api_of, cast, first)
    assert checked(got)
    assert {number for number, part in enumerate(got["parts"]) if "commit" in part} == withheld
    assert all(("salt" in part) != ("commit" in part) for part in got["parts"])


def test_a_question_that_was_merged_into_another_keeps_the_title_it_was_asked_under(
    api_of, cast, places, rules, first, question, signer, now
):
    into = ask(
        places.housing_board,
        actor=cast.neighbour,
        now=now,
        city=rules,
        title="另一个题目",
        text="内容",
        kind="complaint",
    )
    merging.merge(question, actor=cast.moderator, now=now, city=rules, into=into, code="same_matter")
    signer.catch_up(now)
    got = proof(api_of, cast, first)
    assert checked(got) and got["parts"][0]["content"] == {"title": "三衢路口没有红绿灯"}
    assert (got["thread"], [json.loads(leaf["leaf"])["type"] for leaf in got["since"]]) == (into.id, ["post.place"])


def test_a_post_newer_than_the_checkpoint_is_to_be_asked_for_again(api_of, cast, first, question, rules, signer, now):
    reply = posts.reply(question, actor=cast.neighbour, now=now, city=rules, text="支持")
    response = api_of(cast.guest).get(f"/posts/{reply.id}/proof")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "2")
    signer.catch_up(now)
    proof(api_of, cast, reply)


def test_while_nothing_is_signed_the_refusal_is_named(api_of, cast, first, question, rules, signer, now, files):
    files.key.unlink()
    reply = posts.reply(question, actor=cast.neighbour, now=now, city=rules, text="支持")
    signer.catch_up(now)
    response = api_of(cast.guest).get(f"/posts/{reply.id}/proof")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "3600")
    assert "签名私钥" in api_of(cast.guest).get("/ledger").json["refused"]


def test_an_unknown_post_and_one_that_waits_for_screening_have_no_proof(api_of, cast, places, screened, signer, now):
    waiting = ask(
        places.housing_board, actor=cast.asker, now=now, city=screened, title="题目", text="内容", kind="complaint"
    )
    signer.catch_up(now)
    proof(api_of, cast, Post.get(Post.thread == waiting.id), 404)
    proof(api_of, cast, Post(id=999), 404)
    transfers.publish(waiting, actor=cast.moderator, now=now, city=screened)
    signer.catch_up(now)
    proof(api_of, cast, Post.get(Post.thread == waiting.id))


def test_the_ledger_tells_its_newest_checkpoint(api_of, cast, first):
    got = api_of(cast.guest).get("/ledger").json
    signed = notes.open_checkpoint(got["checkpoint"], notes.read_vkey(got["vkey"]))
    assert (got["size"], got["root"], got["refused"]) == (signed.size, signed.root.hex(), None)


def test_a_post_names_the_address_of_its_proof(api_of, cast, first):
    address = api_of(cast.guest).get(f"/posts/{first.id}").json["proof"]
    assert address == f"/api/v1/posts/{first.id}/proof"
    assert api_of(cast.guest).get(address.removeprefix("/api/v1")).json["post"] == first.id

"""Commitments of leaves: a text is opened part by part, also when parts are withheld."""

import hashlib

import pytest
import rfc8785
from hypothesis import given, strategies as st

from forum.store.commitments import (
    canonical,
    commit_to,
    commit_to_text,
    commitment_of,
    commitment_of_parts,
    commitment_of_text,
    openings,
    segments,
)

TEXT = "您好，我的电话是13800138000，车牌浙H12345。\n请尽快处理！"

CUT = [
    (TEXT, ("您好，", "我的电话是", "13800138000", "，", "车牌", "浙H12345", "。\n", "请尽快处理！")),
    ("张三330802199001011234李四", ("张三", "330802199001011234", "李四")),
    ("写信到 a.b@c.cn 吧", ("写信到 ", "a.b@c.cn", " 吧")),
    ("138-0013-8000", ("138-0013-8000",)),
    ("第3期共12栋", ("第3期共12栋",)),
    ("。。。", ("。。。",)),
    ("啊" * 90, ("啊" * 40, "啊" * 40, "啊" * 10)),
    ("", ()),
]


@pytest.mark.parametrize(("text", "parts"), CUT)
def test_a_text_is_cut_into_clauses_and_numbers(text, parts):
    assert segments(text) == parts


@given(st.text(max_size=300))
def test_segments_joined_are_the_text(text):
    assert "".join(segments(text)) == text


@given(st.text(alphabet="，a1。浙H电\n ", max_size=60), st.none() | st.text(max_size=9), st.sets(st.integers(0, 30)))
def test_the_commitment_is_the_same_whatever_is_withheld(text, title, withheld):
    salt, commitment = commit_to_text(text, title)
    assert commitment_of_parts(openings(salt, text, title, withheld)) == commitment


@given(st.text(max_size=60), st.none() | st.text(max_size=9))
def test_reckoned_in_one_go_it_is_the_commitment_of_the_openings(text, title):
    assert commitment_of_text("5a" * 32, text, title) == commitment_of_parts(openings("5a" * 32, text, title))


def test_a_withheld_part_shows_neither_its_text_nor_its_salt():
    salt, _ = commit_to_text(TEXT, "题目")
    everything = openings(salt, TEXT, "题目")
    covered = openings(salt, TEXT, "题目", {3})
    assert everything[3]["content"] == {"text": "13800138000"}
    assert covered[3] == {"commit": commitment_of(everything[3]["salt"], everything[3]["content"])}
    assert covered[:3] + covered[4:] == everything[:3] + everything[4:]


def test_no_part_and_not_the_whole_opens_as_something_else():
    salt, commitment = commit_to_text(TEXT, "题目")
    for other in (
        openings(salt, TEXT + " ", "题目"),
        openings(salt, TEXT),
        openings("00" * 32, TEXT, "题目"),
        openings(salt, TEXT, "题目")[1:],
    ):
        assert commitment_of_parts(other) != commitment


def test_every_part_has_a_salt_of_its_own_that_is_not_the_stored_one():
    salt, _ = commit_to_text(TEXT)
    salts = [part["salt"] for part in openings(salt, TEXT)]
    assert len(set(salts)) == len(salts)
    assert salt not in salts


VALUES = (
    st.none()
    | st.booleans()
    | st.text(max_size=20)
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.lists(st.text(max_size=3), max_size=3)
    | st.floats(allow_nan=False, allow_infinity=False)
)


@given(st.dictionaries(st.text(max_size=5), VALUES, max_size=5))
def test_what_is_hashed_is_rfc_8785_whatever_is_said(content):
    assert canonical(content) == rfc8785.dumps(content)


@pytest.mark.parametrize("said", ['\b\t\n\f\r\x00\x1f\x7f"\\/\u2028\ufffe😀é', "好"])
def test_letters_are_escaped_as_rfc_8785_wants_it(said):
    assert canonical({"text": said}) == rfc8785.dumps({"text": said})


def test_a_number_that_json_cannot_keep_is_refused():
    with pytest.raises(ValueError, match="safe integer"):
        canonical({"n": 2**53})


def test_the_form_is_the_one_in_the_docs():
    salt, commitment = "11" * 32, "22" * 32
    one = hashlib.sha256(b"wenqu/v1\0" + bytes.fromhex(salt) + rfc8785.dumps({"text": "好"})).digest()
    opened = [{"salt": salt, "content": {"text": "好"}}, {"commit": commitment}]
    assert (
        commitment_of_parts(opened) == hashlib.sha256(b"wenqu/v1/list\0" + one + bytes.fromhex(commitment)).hexdigest()
    )


def test_equal_contents_have_unequal_commitments():
    (salt, first), (other, second) = commit_to({"text": "13800138000"}), commit_to({"text": "13800138000"})
    assert (len(salt), len(first)) == (64, 64)
    assert salt != other
    assert first != second

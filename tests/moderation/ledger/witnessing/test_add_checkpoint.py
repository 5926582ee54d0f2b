"""The bytes of add-checkpoint: the examples of the specification, and what has another form."""

import pytest

from moderation.ledger.merkle.notes import NoteError
from moderation.ledger.witnessing.add_checkpoint import RequestError, read_cosignatures, read_request, read_size

# https://c2sp.org/tlog-witness, "Example request body" and "Example response body"
REQUEST = """old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=
"""
RESPONSE = """— witness.example/w1 CMp+6LWBU0anHGH5aNDTJkH/gj79sG+T6+iP2ThYN5krrDJbR1HDnucjL39QsZTSvVjyQLrdk3DXDqI5G2HgLatVs0pWh6Up69HVOw==
— witness.example/w1 I7rEps0pvK2UqkS2gSpVUDhrhVtQV9lgF6pRrWAvjJHjyWpW7VcE3SiOlVlbQNt64vWhO+DlkL0+UfzuOBMh9ChdMkP1vi/lCAsmlw==
— witness.example/w2 AWui8Sk55XjYLOijihBjhqEH6nS1ndDymE0a+6idX7pLcnoB+dhnz0854aLZgrrKbYKA7nC3HNJhm/kWl7oJlqU3rXXvpysAdyP3wQ==
"""


def test_the_specifications_request_is_read_and_written_byte_for_byte():
    request = read_request(REQUEST.encode())
    assert (request.old, len(request.proof), len(request.note.lines)) == (20852014, 4, 2)
    assert (request.checkpoint.origin, request.checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert str(request) == REQUEST


def test_the_specifications_answer_is_read():
    lines = read_cosignatures(RESPONSE.encode())
    assert [line.name for line in lines] == ["witness.example/w1", "witness.example/w1", "witness.example/w2"]
    assert "".join(map(str, lines)) == RESPONSE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("old 20852014", "old 020852014"),
        ("old 20852014", "old -1"),
        ("old 20852014", "old"),
        ("old 20852014", "size 20852014"),
        ("old 20852014", "old  20852014"),
        ("old 20852014", "old 20852164"),
        ("old 20852014", "old 9223372036854775808"),
        ("old 20852014\n", "old 20852014\r\n"),
        ("PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=", "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkax="),
        ("PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=", "PlRNCrwHpqhGrupue0L7"),
        ("PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=", "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n" * 60),
        ("\n\nexample.com", "\nexample.com"),
        ("20852163", "2085.2163"),
        ("— example.com", "- example.com"),
    ],
)
def test_another_form_is_no_request(old, new):
    with pytest.raises(RequestError):
        read_request(REQUEST.replace(old, new).encode())


@pytest.mark.parametrize("body", [b"", b"\xff", b"old 0\n\n", b"old 0\n\nnothing\n", REQUEST.encode()[:-1]])
def test_half_a_request_is_none(body):
    with pytest.raises(RequestError):
        read_request(body)


@pytest.mark.parametrize("body", [b"", b"\xff\n", RESPONSE.encode()[:-1], RESPONSE.encode() * 40, b"<html>\n"])
def test_another_form_is_no_answer(body):
    with pytest.raises(NoteError):
        read_cosignatures(body)


@pytest.mark.parametrize(
    ("body", "size"),
    [(b"0\n", 0), (b"20852014\n", 20852014), (b"7", None), (b"07\n", None), (b"-7\n", None), (b"7\n7\n", None)],
)
def test_the_size_in_a_conflict_is_read(body, size):
    assert read_size(body) == size

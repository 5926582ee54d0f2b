"""Pieces compressed one by one make a gzip stream that everybody reads."""

import gzip

import pytest

from forum.web.members.packing import compressed, gzip_of, stored

EDGES = [b"", b"x", "令牌".encode(), b"y" * 70_000, b"z" * 0xFFFF]


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("edge", EDGES, ids=len)
def test_the_stream_is_that_of_the_whole(edge, known):
    pieces = ["<p>一条回复</p>".encode() * 500, b"<p>token</p>", "<p>一条回复</p></html>".encode()]
    lengths = [len(edge) if known else None, 5]
    first, second, third = compressed(pieces, lengths)
    whole = pieces[0] + edge + pieces[1] + b"token" + pieces[2]
    stream = gzip_of([first, stored(edge), second, stored(b"token"), third], whole)
    assert gzip.decompress(stream) == whole
    assert len(stream) < len(edge) + 400


def test_what_an_edge_has_in_common_with_the_page_does_not_show_in_the_length():
    piece, edges = b"<input value=secret-of-the-one>" * 20, (b"secret-of-the-one", b"0123456789abcdefg")
    first, second = compressed([piece, piece], [17])
    assert len({len(gzip_of([first, stored(edge), second], piece + edge + piece)) for edge in edges}) == 1
    assert len(second) < len(first)  # it refers to the first, over the edge

"""The addresses of Discuz!."""

import pytest

from boards.imports.discuz.addresses import read_address
from boards.imports.old_forum.addresses import OldAddress


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("thread-123-1-1.html", OldAddress(thread=123)),
        ("/thread-123-4-1.html", OldAddress(thread=123, page=4)),
        ("http://bbs.example.cn/thread-123-4-2.html?x=1", OldAddress(thread=123, page=4)),
        ("/forum-2-1.html", OldAddress(forum=2)),
        ("forum.php?mod=viewthread&tid=123", OldAddress(thread=123)),
        ("/forum.php?mod=viewthread&tid=123&page=3#pid9", OldAddress(thread=123, page=3)),
        ("forum.php?mod=redirect&goto=findpost&pid=13&ptid=3", OldAddress(thread=3, post=13)),
        ("redirect.php?goto=findpost&ptid=3&pid=13", OldAddress(thread=3, post=13)),
        ("viewthread.php?tid=9", OldAddress(thread=9)),
        ("forum.php?mod=forumdisplay&fid=2", OldAddress(forum=2)),
        ("forum.php", None),
        ("forum.php?tid=" + "9" * 30, None),
        ("forum.php?tid=-1", None),
        ("thread-x-1-1.html", None),
        ("thread-" + "9" * 30 + "-1-1.html", None),
        ("http://[bad/thread-1-1-1.html", None),
        ("https://example.cn/page", None),
        ("", None),
    ],
)
def test_what_an_address_showed(address, meant):
    assert read_address(address) == meant

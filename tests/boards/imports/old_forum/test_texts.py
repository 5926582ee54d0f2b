"""Texts and titles of an old forum as they are stored here."""

import pytest

from boards.imports.bbcode.markdown import Surroundings
from boards.imports.discuz.addresses import read_address
from boards.imports.old_forum.records import OldPost
from boards.imports.old_forum.texts import LONGEST, NO_TEXT, NO_TITLE, first_quoted, text_of, title_of
from forum.text.checks import check_body, check_title

FOUND = "forum.php?mod=redirect&amp;goto=findpost&amp;pid=13&amp;ptid=3"


def post(text, **more):
    return OldPost(5, 3, 1, 7, "老李", 1400000000, text, **more)


@pytest.mark.parametrize(
    ("typed", "more", "stored"),
    [
        ("[b]路灯[/b]", {}, "**路灯**"),
        ("[b]路灯[/b]", {"plain": True}, "[b]路灯[/b]"),
        ("<div><b>路</b></div><p>灯 &amp; 桥</p><script>x()</script>", {"html": True}, "路\n灯 & 桥"),
        ("", {}, NO_TEXT),
        ("[img]static/smile.gif[/img]\r\n", {}, NO_TEXT),
        ("a\x00b\x1fc\ud800d\ufffee\U0001ffff", {}, "abcde"),
        ("e" + "\u0301" * 200, {}, None),
    ],
)
def test_what_is_stored_can_be_stored(typed, more, stored):
    text = text_of(post(typed, **more), Surroundings())
    assert stored is None or text == stored
    assert check_body(text) == text


def test_a_text_beyond_all_limits_is_cut_and_says_so():
    text = text_of(post("灯" * (LONGEST + 1)), Surroundings())
    assert len(text) == LONGEST
    assert text.endswith("（原文更长，导入时截断）")


@pytest.mark.parametrize(
    ("title", "text", "stored"),
    [
        ("路灯不亮", "x", "路灯不亮"),
        (" 路灯\n不亮\t了 ", "x", "路灯 不亮 了"),
        ("A&amp;B &lt;c&gt;", "x", "A&B <c>"),
        ("", "第一句\n第二句", "第一句 第二句"),
        ("\u202e灯", "x", "灯"),
        ("", "", NO_TITLE),
    ],
)
def test_titles(title, text, stored):
    assert title_of(title, post(text)) == stored
    assert check_title(stored) == stored


def test_a_long_title_is_cut_at_the_limit():
    assert check_title(title_of("灯" * 200, None)).endswith("…")


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        (f"[quote][size=2][color=#999]老李 2017[/color] [url={FOUND}][img]b.gif[/img][/url][/size]\n好[/quote]顶", 13),
        (f"[quote][size=2][url={FOUND}][color=#999]老李[/color][/url][/size]好[/quote]", 13),
        ("[quote]没有出处[/quote]", None),
        (f"看[url={FOUND}]这里[/url]", None),
        ("[quote]" * 2000, None),
    ],
)
def test_the_post_that_is_quoted_first(text, quoted):
    assert first_quoted(text, read_address) == quoted

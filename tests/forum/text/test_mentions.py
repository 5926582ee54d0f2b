"""Mentions: what is a name behind an @, as a table, and its link in the newest version of the renderer only."""

import pytest
from stage_growth import grows_too_fast

from forum.text import markup
from forum.text.mentions import count_mentions, mentioned_names
from forum.text.rendering.mention_syntax import mentions

LINK = '<a href="/named/%s" rel="nofollow ugc noopener">%s</a>'


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@李明 您好", ["李明"]),
        ("请问@李明，还有＠王红。", ["李明", "王红"]),
        ("@古丽·艾合买提：", ["古丽·艾合买提"]),
        ("@li_ming- @a-b", ["li_ming", "a-b"]),
        ("@བཀྲ་ཤིས་ 好", ["བཀྲ་ཤིས"]),
        ("写信到 li@example.com 或 李明@example.com", []),
        ("https://a.cn/@li /@li .@li +@li", []),
        ("@@李明 @李明.com", []),
        ("@李明@王红 收", ["李明", "王红"]),
        ("@李 @ 李明 @_李明", []),
        ("@" + "长" * 20, ["长" * 20]),
        ("@" + "长" * 21, []),
        ("@李明████", []),
    ],
)
def test_a_name_behind_an_at_sign_is_a_mention(text, names):
    assert [each.name for each in mentions(text)] == names


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("请@李明 看", "<p>请%s 看</p>\n" % (LINK % ("%E6%9D%8E%E6%98%8E", "@李明"))),
        ("**@li**", "<p><strong>%s</strong></p>\n" % (LINK % ("li", "@li"))),
        ("`@李明`", "<p><code>@李明</code></p>\n"),
        ("```\n@李明\n```", "<pre><code>@李明\n</code></pre>\n"),
        ("[问@李明](/a)", '<p><a href="/a" rel="nofollow ugc noopener">问@李明</a></p>\n'),
        ("li@a.cn", "<p>li@a.cn</p>\n"),
    ],
)
def test_a_mention_is_a_link_outside_of_code_links_and_addresses(source, html):
    assert markup.render(source) == html


def test_older_versions_render_as_they_did():
    assert {markup.render("请@李明 看", version) for version in (1, 2, 3)} == {"<p>请@李明 看</p>\n"}


def test_the_names_are_read_from_what_is_shown_each_once():
    html = markup.render("@李明 @王红 @李明 `@赵六` [他](/named/%E5%AD%99%E4%B8%83)")
    assert mentioned_names(html) == ("李明", "王红", "孙七")


def test_no_more_names_are_told_than_were_counted():
    for source in ("@李明 @王红", "[a](/named/x) @y [b]( </named/z> )", "@a·b @ab", "`@aa` @bb"):
        assert len(mentioned_names(markup.render(source))) <= count_mentions(source) + source.count("·")


@pytest.mark.parametrize("part", ["@李明 ", "@", "@a-", "李@明", "＠·"])
def test_reading_mentions_takes_time_in_step_with_the_text(part):
    assert not grows_too_fast(markup.render, [(1_200, 4_800), (4_800, 19_200)], lambda n: part * (n // len(part)), 0.01)

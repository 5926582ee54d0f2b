"""BBCode of old forums as Markdown."""

import re

import pytest
from hypothesis import given, strategies as st

from boards.imports.bbcode.markdown import KNOWN, Surroundings, to_markdown
from forum.text.markup import render

POST = "forum.php?mod=redirect&amp;goto=findpost&amp;pid=13&amp;ptid=3"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("路灯不亮\r\n请修", "路灯不亮\n请修"),
        ("[b]注意：[/b]停水", "**注意：**停水"),
        ("[b]一\n二[/b]", "**一**\n**二**"),
        ("[i]斜[/i][u]线[/u][s]删[/s]", "*斜*线删"),
        ("[color=#ff0000]红[/color][size=5]大[font=宋体]字[/font]", "红大字"),
        ("[align=center]中[/align]", "中"),
        ("[url=http://a.cn/x_y(1)]这里[/url]", "[这里](http://a.cn/x_y%281%29)"),
        ("[url]http://a.cn/[/url]", "[http://a.cn/](http://a.cn/)"),
        ("[url]www.a.cn[/url]", "[www.a.cn](http://www.a.cn)"),
        ("[url=javascript:alert(1)]看[/url]", "看"),
        ("[email=a@b.cn]信[/email] [email]a@b.cn[/email]", "信 a@b.cn"),
        ("[img=300,200]http://a.cn/b.png[/img]", "[图片](http://a.cn/b.png)"),
        ("[img]static/image/common/back.gif[/img]", ""),
        ("[media=x,500,375]http://v.cn/1[/media]", "[音视频](http://v.cn/1)"),
        ("[quote]一\n\n二[/quote]\n同意", "> 一\n>\n> 二\n\n同意"),
        ("[quote]一[quote]二[/quote][/quote]三", "> 一\n>\n> > 二\n\n三"),
        ("[code]a[b]c[/b]\n  d[/code]", "```\na[b]c[/b]\n  d\n```"),
        ("[code]没有结束", "[code]没有结束"),
        ("[hide]看得见[/hide]", "（原帖回复后可见）\n\n看得见"),
        ("[list=1][*]甲[*]乙[/list]", "1. 甲\n2. 乙"),
        ("[list]\n[*]甲\n[*][b]乙[/b]\n[/list]", "- 甲\n- **乙**"),
        ("一[hr]二", "一\n\n---\n\n二"),
        ("[table][tr][td]街道[/td][td]盏[/td][/tr][tr][td]东街[/td][td]3[/td][/tr][/table]", "街道｜盏\n\n东街｜3"),
        ("[quote:1b2c3d4e][b:1b2c3d4e]phpBB[/b:1b2c3d4e][/quote:1b2c3d4e]", "> **phpBB**"),
        ("[瑞安] 张**和李** 1*2*3", "[瑞安] 张**和李** 1*2*3"),
        ("a &amp; b &lt;c&gt;", "a & b <c>"),
        ("[password]x[/password]正文", "正文"),
        ("[/b]多余的结束[/url]", "多余的结束[/url]"),
    ],
)
def test_each_mark(typed, written):
    assert to_markdown(typed) == written


def test_the_head_of_a_quote_leads_to_the_quoted_floor():
    head = f"[size=2][url={POST}][color=#999999]老李 发表于 2017-5-24 17:52[/color][/url][/size]"
    around = Surroundings(address={POST.replace("&amp;", "&"): "/threads/3/floors/4"}.get)
    written = to_markdown(f"[quote]{head}\n肯定可以[/quote]\n\n好", around)
    assert written == "> [老李 发表于 2017-5-24 17:52](/threads/3/floors/4)\n> 肯定可以\n\n好"
    assert '<a href="/threads/3/floors/4"' in render(written)


def test_attachments_and_smilies_are_written_as_they_are_given():
    around = Surroundings(files={"5": "〔附件：照片.jpg〕"}, smilies={":Q": "", "{:4_86:}": "🙂", ":": "never"})
    assert to_markdown("看[attach]5[/attach]{:4_86:}:Q[attach]6[/attach]", around) == "看〔附件：照片.jpg〕🙂"


def test_no_scheme_but_those_of_the_web_becomes_a_link():
    for scheme in ("javascript:", "data:text/html,", "vbscript:", "file:///"):
        assert "href" not in render(to_markdown(f"[url={scheme}x]看[/url][img]{scheme}x[/img]"))


WITH_TEXT = sorted(
    {"b", "i", "color", "quote", "url", "list", "*", "code", "hide", "table", "tr", "td", "email"} & KNOWN
)
TAGS = st.sampled_from([f"[{slash}{name}]" for name in WITH_TEXT for slash in ("", "/")])


@given(st.lists(TAGS | st.sampled_from("路灯不亮\n "), max_size=40).map("".join))
def test_whatever_the_tags_are_no_word_is_lost(typed):
    shown = re.sub(r"<[^>]*>", "", render(to_markdown(typed)))
    assert re.findall("[路灯不亮]", shown) == re.findall("[路灯不亮]", typed)


@pytest.mark.parametrize(
    "typed",
    [
        "[b]" * 20_000,
        "[quote]" * 5_000 + "x" + "[/quote]" * 5_000,
        "[url=" * 20_000,
        "[list][*]" * 5_000,
        "[code]" * 20_000,
        "[/b][b]" * 20_000,
    ],
)
def test_hostile_nesting_ends_and_stays_bounded(typed):
    assert len(to_markdown(typed)) <= 4 * len(typed)

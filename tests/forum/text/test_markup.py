import json
import re
from html import escape, unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from forum.text import markup

DATA = Path(__file__).parents[4] / "shared" / "data"
LINK = '<a href="%s" rel="nofollow ugc noopener">%s</a>'


class Surviving(HTMLParser):
    """Every tag and attribute of a page, as a browser would meet them."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.schemes, self.others = set(), set(), set(), []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}
        addresses = (value or "" for name, value in attrs if name in ("href", "src"))
        self.schemes |= {value.partition(":")[0].lower() for value in addresses if ":" in value}

    def handle_comment(self, data):
        self.others.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def assert_harmless(html):
    found = Surviving(html)
    assert found.tags <= markup.TAGS
    assert found.attributes <= {("a", "href"), ("a", "rel"), ("ol", "start")}
    assert found.schemes <= {"http", "https", "mailto"}
    assert found.others == []
    assert markup.sanitize(html) == html


def text_of_html(html):
    """The text of sanitized HTML, in which < stands at the beginning of tags only."""
    return unescape(re.sub(r"<[^>]*>", "", html))


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("一\n二\n\n三", "<p>一<br>\n二</p>\n<p>三</p>\n"),
        ("这是**重点**内容", "<p>这是<strong>重点</strong>内容</p>\n"),
        ("**注意：**请看", "<p><strong>注意：</strong>请看</p>\n"),
        ("*强调* _也是_", "<p><em>强调</em> <em>也是</em></p>\n"),
        ("# 一\n### 三\n###### 六", "<h4>一</h4>\n<h6>三</h6>\n<h6>六</h6>\n"),
        ("> 3楼说", "<blockquote>\n<p>3楼说</p>\n</blockquote>\n"),
        ("3. 三\n4. 四", '<ol start="3">\n<li>三</li>\n<li>四</li>\n</ol>\n'),
        ("`a<b`", "<p><code>a&lt;b</code></p>\n"),
        ("上文\n---\n下文", "<p>上文</p>\n<hr>\n<p>下文</p>\n"),
        ("    缩进不是代码", "<p>缩进不是代码</p>\n"),
        ("[甲]: http://a.cn", "<p>[甲]: %s</p>\n" % (LINK % ("http://a.cn", "http://a.cn"))),
        ("", ""),
    ],
)
def test_markdown_as_a_forum_reader_expects_it(source, html):
    assert markup.render(source) == html


@pytest.mark.parametrize(
    "typed",
    ["王*明，李*红", "138****1234", "约***万元", "2*3*4", "07D**邓先生", "a_b_c", "张**、李**", "1号楼#2"],
)
def test_masked_names_and_numbers_stay_as_typed(typed):
    assert markup.render(typed) == f"<p>{typed}</p>\n"


@pytest.mark.parametrize(
    ("source", "address", "after"),
    [
        ("见http://a.gov.cn/x。谢谢", "http://a.gov.cn/x", "。谢谢"),
        ("http://a.gov.cn/x，谢谢", "http://a.gov.cn/x", "，谢谢"),
        ("https://a.cn/?q=1&b=2）", "https://a.cn/?q=1&amp;b=2", "）"),
        ("https://a.cn/a_b_c.", "https://a.cn/a_b_c", "."),
        ("https://a.cn/(一)", "https://a.cn/", "(一)"),
        ("https://a.cn/w(x))", "https://a.cn/w(x)", ")"),
        ("HTTP://A.CN/政策", "HTTP://A.CN/", "政策"),
        ("https://a.cn:8080/x?!", "https://a.cn:8080/x", "?!"),
    ],
)
def test_a_bare_address_ends_where_its_ascii_ends(source, address, after):
    assert LINK % (address, address) + after in markup.render(source)


@pytest.mark.parametrize("source", ["ftp://a.cn", "http://", "http://。", "xhttp://a.cn", "www.a.cn"])
def test_what_is_no_web_address_is_no_link(source):
    assert "<a" not in markup.render(source)


def test_links_tell_search_engines_and_the_opener_nothing():
    assert markup.render("[甲](http://a.cn)") == "<p>%s</p>\n" % (LINK % ("http://a.cn", "甲"))
    assert LINK % ("/threads/7#floor-3", "3楼") in markup.render("[3楼](/threads/7#floor-3)")


@pytest.mark.parametrize("source", ["![门](http://a.cn/b.png)", "[![门](/i.png)](http://a.cn/b.png)"])
def test_an_image_becomes_a_link(source):
    assert markup.render(source) == "<p>%s</p>\n" % (LINK % ("http://a.cn/b.png", "门"))


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--><img src=1 onerror=alert(1)>'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' &#106;avascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<p style='position:fixed' class='official' id='badge' onclick='x()'>x</p>",
    "<form action=/logout><button>x</button></form>",
    "<base href=//evil.example><meta http-equiv=refresh content=0>",
    "<!--[if IE]><script>alert(1)</script><![endif]--><?php x ?><!DOCTYPE x><![CDATA[x]]>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<textarea><img src=x onerror=alert(1)>",
    "<<b>script>alert(1)<</b>/script>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&colon;alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](//evil.example)",
    "[x](/\\evil.example)",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    '!["onerror="alert(1)](http://a.cn/"onerror="alert(1))',
    '[x](http://a.cn "title" onclick=alert(1))',
    'http://a.cn/"onmouseover="alert(1)',
    '```"><script>alert(1)</script>\nx\n```',
    "`<script>`",
    "\u202e<b>x",
]


@pytest.mark.parametrize("source", HOSTILE)
def test_nothing_hostile_survives_typing_or_sanitising(source):
    assert_harmless(markup.render(source))
    assert_harmless(markup.plain_text_html(source))
    assert_harmless(markup.sanitize(source))


@pytest.mark.parametrize("source", HOSTILE[:16])
def test_html_that_was_typed_is_shown_as_typed(source):
    assert text_of_html(markup.plain_text_html(source)).strip("\n") == source


def test_addresses_that_leave_the_site_unseen_are_no_links():
    for source in ["[x](//evil.example)", "[x](javascript:alert(1))", "[x](ftp://a.cn)"]:
        assert "<a" not in markup.render(source)


def test_a_body_cannot_turn_the_text_around_it():
    assert markup.render("甲\u202e乙\u2066丙") == "<p>甲乙丙</p>\n"


@pytest.mark.parametrize(
    "source",
    [
        ">" * 8000 + "好",
        "> " * 8000 + "好",
        "- " * 5000 + "好",
        "".join("  " * n + "- 好\n" for n in range(100)),
        "*a **b " * 2000 + "c** d*" * 2000,
        "> a\n\n" * 4000,
        "好" * 50_000,
    ],
)
def test_what_is_too_deep_or_too_long_is_shown_as_typed(source):
    html = markup.render(source)
    assert set(Surviving(html).tags) <= {"p", "br"}
    assert "".join(text_of_html(html).split()) == "".join(source.split())


@pytest.mark.parametrize("mark", ["[", "![", "`", "# 好\n", "<", "&"])
def test_signs_that_could_be_markup_are_read_up_to_a_number(mark):
    """Each takes the parser or bleach up to 80 microseconds: 500 of them stay under 50 ms. Older versions have no such limit."""
    within, beyond = mark * (500 // len(markup._MARKS.findall(mark))), mark * 501
    assert markup.render(within, 3) == markup.render(within, 2)
    assert markup.render(beyond, 3) == markup.plain_text_html(beyond)


def test_an_older_version_renders_what_the_newest_shows_as_typed():
    assert "<strong>" in markup.render("**好** " * 300, 2)
    assert "<strong>" not in markup.render("**好** " * 300, 3)


@given(st.text(alphabet="<>&\"'\n a好\t\r\x00\x01\x0b\x0c\x85\u200b\ufeff\xa0\x7f;#", max_size=40))
def test_text_that_is_not_markdown_is_as_bleach_would_leave_it(source):
    paragraphs = re.split(r"\n{2,}", source.strip("\n"))
    html = "".join("<p>{}</p>\n".format(escape(each, quote=False).replace("\n", "<br>\n")) for each in paragraphs)
    assert markup.plain_text_html(source) == markup.sanitize(html)


def test_reasonable_nesting_is_kept():
    assert markup.render(">>>>>> 好").count("<blockquote>") == 6


def test_typed_keeps_lines_and_paragraphs():
    assert markup.plain_text_html("**一**\n二\n\n\n三") == "<p>**一**<br>\n二</p>\n<p>三</p>\n"


@pytest.mark.skipif(not DATA.is_dir(), reason="the shared data folder is not beside the checkout")
@pytest.mark.parametrize("name", ["xss_dompurify.json", "blns.json"])
def test_no_string_of_the_known_lists_survives_as_anything_but_text(name):
    for case in json.loads((DATA / name).read_text(encoding="utf-8")):
        source = case["payload"] if isinstance(case, dict) else case
        assert_harmless(markup.render(source))
        assert_harmless(markup.plain_text_html(source))
        assert_harmless(markup.sanitize(source))


WORDS = st.text(st.sampled_from("0123aZwW路灯坏了，。？！；：、“”‘’（）《》…—"), min_size=1, max_size=12)


@pytest.mark.parametrize("version", markup.VERSIONS)
@given(st.lists(st.tuples(WORDS, st.sampled_from((" ", "\n", "\n\n"))), min_size=1, max_size=40))
def test_words_that_are_not_parsed_are_shown_as_the_parser_shows_them(version, pieces):
    text = "".join(word + between for word, between in pieces).rstrip()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(markup, "_WORDS", re.compile("(?!)"))
        parsed = markup.render(text, version)
    assert markup.render(text, version) == parsed

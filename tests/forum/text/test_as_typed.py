"""What a citizen typed is shown as typed, unless he clearly asked for formatting: one row for each thing that was typed."""

import pytest

from forum.text import markup

LINK = '<a href="%s" rel="nofollow ugc noopener">%s</a>'

AS_TYPED = {
    "numbers with gaps": "3. 甲\n5. 乙\n9. 丙",
    "a number behind a number": "1. 1.",
    "a number alone": "3. 甲",
    "numbers that begin again": "1. 甲\n2. 乙\n1. 丙",
    "numbers with a gap at the end": "1. 甲\n2. 乙\n4. 丙",
    "numbers with brackets": "1) 甲\n2) 乙",
    "numbers with a zero before": "01. 甲\n02. 乙",
    "dates": "2026. 12. 1\n2027. 1. 1",
    "numbers in one paragraph": "1. 甲\n续\n2. 乙",
    "a dash before a name": "- 张三",
    "a footnote": "* 以上信息来自网络",
    "two footnotes of two kinds": "* 甲\n- 乙",
    "plus signs": "+ 1\n+ 2",
    "a minus": "-5\n-6",
    "stars in a row": "* * *",
    "a line of stars": "***",
    "a line of underscores": "____",
    "a line of equals signs": "标题\n====",
    "masked names": "张**和李**说",
    "a masked name in a sentence": "由张**和李**说",
    "masked names in a list": "张**、李**、王**",
    "a masked name and a title": "07D**邓先生，**女士",
    "one masked name of two": "王**说他很好，周某**也是",
    "single stars": "王*明，李*红",
    "single stars before marks": "*某、王*。",
    "masked numbers": "138**1234和139**5678",
    "masked amounts": "投资**亿元，占地**亩",
    "a masked place": "住在**镇**村",
    "a masked street": "人民**路**号",
    "three stars": "约***万元",
    "products": "2*3*4",
    "powers": "2**10",
    "faces": "谢谢^_^，麻烦了^_^",
    "faces in rows": "T_T -_- o_o >_< *_*",
    "a face with ticks": "(´･ω･`) 谢谢 (´･ω･`)",
    "a shrug": "¯\\_(ツ)_/¯",
    "names with underscores": "a_b_c 与 __init__",
    "a blank to fill in": "姓名__张三__电话__",
    "an apostrophe of ticks": "don`t won`t",
    "paths": "D:\\*.* \\\\server\\_x",
    "a backslash at the end": "甲\\\n乙",
    "floors": "#1楼说得对",
    "topics": "#路灯# 坏了",
    "signs of headings alone": "#\n##",
    "an arrow": ">>>下一页",
    "a face at the beginning": ">_<",
    "more than": ">=60分",
    "tildes": "谢谢~~~",
    "tildes first": "~~~谢谢~~~\n后文",
    "struck through": "~~删~~",
    "ticks that nobody closes": "```\n代码",
    "a table": "|甲|乙|\n|---|---|\n|1|2|",
    "wide indents": "　　首行\n　　次行",
    "an address without a scheme": "www.a.cn",
    "mail": "a_b_c@a.cn，d_e@a.cn",
    "a reference": "[1]: 见附件",
    "boxes": "[ ] 甲 [x] 乙 [^1]",
    "brackets": "[甲](第2条)",
    "BBCode that is no address": "[url]javascript:alert(1)[/url]",
    "BBCode for letters": "[b]重要[/b]",
    "one sign of a link": "[甲](http",
    "a host that is not known": "http://www.不明白",
    "a name before a host": "http://www.gov.cn@evil.cn",
    "a host that hides a sign": "http://www.gov\u200b.cn",
    "a host with wide dots": "http://www．政务．cn",
    "letters that look like others": "http://\u0430pple.com",
    "letters that look like others inside": "http://www.\u0430pple.com",
    "two hosts without a space": "http://a.gov.cn查询或b.gov.cn",
    "half a host": "http://www",
}


@pytest.mark.parametrize("typed", AS_TYPED.values(), ids=AS_TYPED)
def test_what_asks_for_no_formatting_is_shown_as_typed(typed):
    shown = typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>\n")
    assert markup.render(typed) == f"<p>{shown}</p>\n"


HTML_AS_TYPED = {
    "<b>粗</b>": "&lt;b&gt;粗&lt;/b&gt;",
    "&lt; &nbsp; &copy;": "&amp;lt; &amp;nbsp; &amp;copy;",
    "<a@a.cn>": "&lt;a@a.cn&gt;",
    "    缩进": "缩进",
    "<!-- x -->": "&lt;!-- x --&gt;",
}


@pytest.mark.parametrize("typed", HTML_AS_TYPED)
def test_html_is_shown_as_typed(typed):
    assert markup.render(typed) == f"<p>{HTML_AS_TYPED[typed]}</p>\n"


FORMATTED = {
    "3. 三\n4. 四": '<ol start="3">\n<li>三</li>\n<li>四</li>\n</ol>\n',
    "流程：\n1. 甲\n2. 乙\n以上": "<p>流程：</p>\n<ol>\n<li>甲</li>\n<li>乙</li>\n</ol>\n<p>以上</p>\n",
    "- 甲\n- 乙\n以上": "<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>\n<p>以上</p>\n",
    "- 甲\n  - 子\n  - 丑\n- 乙": "<ul>\n<li>甲\n<ul>\n<li>子</li>\n<li>丑</li>\n</ul>\n</li>\n<li>乙</li>\n</ul>\n",
    "**“好”**": "<p><strong>“好”</strong></p>\n",
    "说**「好」**了": "<p>说<strong>「好」</strong>了</p>\n",
    "说**（好）**了": "<p>说<strong>（好）</strong>了</p>\n",
    "说**《好》**，**【好】**了": "<p>说<strong>《好》</strong>，<strong>【好】</strong>了</p>\n",
    "**注意：**请看": "<p><strong>注意：</strong>请看</p>\n",
    "这是**重点**内容": "<p>这是<strong>重点</strong>内容</p>\n",
    "关于**住房**和**就业**的": "<p>关于<strong>住房</strong>和<strong>就业</strong>的</p>\n",
    "我是**镇**村的，**重点**是": "<p>我是**镇**村的，<strong>重点</strong>是</p>\n",
    "王**反映：**路灯坏了**": "<p>王**反映：<strong>路灯坏了</strong></p>\n",
    "*强调* _也是_": "<p><em>强调</em> <em>也是</em></p>\n",
    "> 引\n我说": "<blockquote>\n<p>引</p>\n</blockquote>\n<p>我说</p>\n",
    "使用`pip`安装": "<p>使用<code>pip</code>安装</p>\n",
    "```python\na *b*\n```\n后": "<pre><code>a *b*\n</code></pre>\n<p>后</p>\n",
    "## 标题\n正文": "<h5>标题</h5>\n<p>正文</p>\n",
    "-----\n张三": "<hr>\n<p>张三</p>\n",
}


@pytest.mark.parametrize("typed", FORMATTED)
def test_what_asks_for_formatting_gets_it(typed):
    assert markup.render(typed) == FORMATTED[typed]


LINKS = {
    "http://www.政务.cn": ("http://www.xn--zfr164b.cn", "http://www.政务.cn", ""),
    "http://gov.中国/x": ("http://gov.xn--fiqs8s/x", "http://gov.中国/x", ""),
    "http://gov.中国谢谢": ("http://gov.xn--fiqs8s", "http://gov.中国", "谢谢"),
    "http://政务.cn谢谢": ("http://xn--zfr164b.cn", "http://政务.cn", "谢谢"),
    "http://a.gov.cn查询": ("http://a.gov.cn", "http://a.gov.cn", "查询"),
    "http://a.cn。政务": ("http://a.cn", "http://a.cn", "。政务"),
    "http://10.0.0.1查询": ("http://10.0.0.1", "http://10.0.0.1", "查询"),
    "http://intranet/x": ("http://intranet/x", "http://intranet/x", ""),
    "https://a.cn/a_b_c)": ("https://a.cn/a_b_c", "https://a.cn/a_b_c", ")"),
    "[url]http://a.cn/x[/url]后": ("http://a.cn/x", "http://a.cn/x", "后"),
    "[URL=http://a.cn/x]甲[/URL]后": ("http://a.cn/x", "甲", "后"),
    '[url="http://a.cn/x"]甲[/url]': ("http://a.cn/x", "甲", ""),
    "[url]www.a.cn/x[/url]": ("http://www.a.cn/x", "www.a.cn/x", ""),
    "[img]http://a.cn/b.png[/img]": ("http://a.cn/b.png", "http://a.cn/b.png", ""),
    "[img=9,9]http://a.cn/b.png[/img]": ("http://a.cn/b.png", "http://a.cn/b.png", ""),
    "http://a.cn/x[/url]": ("http://a.cn/x", "http://a.cn/x", "[/url]"),
    "[甲](http://www.政务.cn)": ("http://www.xn--zfr164b.cn", "甲", ""),
    "[a.cn](http://www.a.cn/x)": ("http://www.a.cn/x", "a.cn", ""),
}


@pytest.mark.parametrize("typed", LINKS)
def test_a_link_leads_to_the_whole_address_that_was_typed(typed):
    href, words, after = LINKS[typed]
    assert markup.render(typed) == f"<p>{LINK % (href, words)}{after}</p>\n"


@pytest.mark.parametrize("typed", ["[http://gov.cn](http://evil.com)", "[url=http://evil.com]http://gov.cn[/url]"])
def test_a_link_that_names_another_host_shows_where_it_leads(typed):
    gov, evil = (LINK % (address, address) for address in ("http://gov.cn", "http://evil.com"))
    assert markup.render(typed) == f"<p>[{gov}]({evil})</p>\n"


def test_an_earlier_version_renders_as_it_did():
    assert markup.render("3. 三\n9. 四", 1) == '<ol start="3">\n<li>三</li>\n<li>四</li>\n</ol>\n'
    assert "<em>" in markup.render("谢谢^_^，麻烦了^_^", 1)


def test_html_is_held_against_the_version_that_made_it():
    old, new = markup.render("张**和李**说", 1), markup.render("张**和李**说", 2)
    assert old != new
    assert markup.is_html_of("张**和李**说", old, 1)
    assert not markup.is_html_of("张**和李**说", old, 2)
    assert not markup.is_html_of("甲", "<p>甲</p>\n", max(markup.VERSIONS) + 1)

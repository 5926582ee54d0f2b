"""Simplified and traditional characters, and the language in which something is written."""

import pytest

from forum.text.scripts import language_of, traditional, traditional_html


@pytest.mark.parametrize(
    ("simplified", "converted"),
    [
        ("头发的发展，干部吃面条，皇后在后面", "頭髮的發展，幹部吃麵條，皇后在後面"),
        ("%(name)s：共 %(n)s 条回复", "%(name)s：共 %(n)s 條回覆"),
        ("封存签批，签名，标签", "封存簽批，簽名，標籤"),
        ("繁體字不變 <b>abc</b>", "繁體字不變 <b>abc</b>"),
    ],
)
def test_a_sentence_is_converted_by_phrases_and_keeps_its_placeholders(simplified, converted):
    assert traditional(simplified) == converted


def test_tags_links_and_code_of_a_post_stay():
    html = '<p>路灯坏了 <a href="https://例子.测试/路灯" rel="nofollow">https://例子.测试/路灯</a> <code>灯</code> 修理</p>'
    assert traditional_html(html) == html.replace("路灯坏了", "路燈壞了")


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ("<p>路灯</p>", "zh-CN"),
        ("<p>The lamp 路灯</p>", "zh-CN"),
        ("<p>The lamp</p>", "en"),
        ("<p>12345</p>", ""),
        ("<p>ئۇيغۇر</p>", ""),
    ],
)
def test_the_language_is_that_of_the_letters(html, language):
    assert language_of(html) == language

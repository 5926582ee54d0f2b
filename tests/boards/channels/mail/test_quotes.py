"""What mail programs quote below an answer is cut, and nothing that was written."""

import pytest

from boards.channels.mail.html_text import html_text
from boards.channels.mail.quotes import MARKERS, cut
from boards.notifications.sending.letters import MARKER
from forum.i18n.languages import LANGUAGES, in_language

QUOTED = [
    "在 2014年9月22日，上午10:00，问渠 <noreply@wen.example.gov.cn> 写道：\n> 有了处理意见",
    "在 2014-09-22 10:00:00，\"问渠\" <noreply@wen.example.gov.cn> 写道：\n有了处理意见",
    "于2014-09-22 10:00:00写道：\n有了处理意见",
    "问渠 <noreply@wen.example.gov.cn> 于2014年9月22日周一 10:00写道：\n\n> 有了处理意见",
    "------------------ 原始邮件 ------------------\n发件人: \"问渠\" <noreply@wen.example.gov.cn>;\n有了处理意见",
    "------------------&nbsp;原始邮件&nbsp;------------------".replace("&nbsp;", " ") + "\n有了处理意见",
    "---- 回复的原邮件 ----\n| 发件人 | 问渠 |\n有了处理意见",
    "发件人: 问渠 <noreply@wen.example.gov.cn>\n发送时间: 2014年9月22日 10:00\n收件人: li@example.com\n有了处理意见",
    "寄件者： 问渠\n寄件日期： 2014年9月22日\n有了處理意見",
    "On Mon, Sep 22, 2014 at 10:00 AM Wenqu <noreply@wen.example.gov.cn> wrote:\n> 有了处理意见",
    "On Mon, Sep 22, 2014 at 10:00 AM Wenqu <noreply@wen.example.gov.cn>\nwrote:\n\n> 有了处理意见",
    "-----Original Message-----\nFrom: Wenqu\n有了处理意见",
    "From: Wenqu <noreply@wen.example.gov.cn>\nSent: Monday\nTo: li\n有了处理意见",
    "________________________________\n发件人: 问渠\n主题: 有了处理意见",
    *(f"> ————— {marker} —————\n> 有了处理意见" for marker in MARKERS),
    "> 有了处理意见\n> 下周装灯",
    "发自我的iPhone",
    "Sent from my Huawei Mobile",
    "-- \n老李\n清源市某某公司",
]  # fmt: skip


@pytest.mark.parametrize("quoted", QUOTED)
def test_what_is_quoted_is_cut(quoted):
    assert cut(f"谢谢，等你们的消息。\n\n请下周一来。\n\n{quoted}\n") == "谢谢，等你们的消息。\n\n请下周一来。"
    assert cut(quoted) == ""


@pytest.mark.parametrize(
    "written",
    [
        "他在信里写道，路灯下周修。\n请核实。",
        "- 第一\n- 第二",
        "From: 是什么意思？",
        "> 下周装灯\n\n是哪一天？",
        "发件人: 我\n\n\n\n\n没有别的了。",
        "1. 路灯\n2. 井盖",
        "--\n不是签名",
    ],
)
def test_what_was_written_stays(written):
    assert cut(written) == written


def test_the_marker_is_known_in_every_language():
    assert {in_language(MARKER, language) for language in LANGUAGES} == set(MARKERS)


def test_html_becomes_its_text_without_the_quote():
    html = """<html><head><style>p {color: red}</style></head><body><p>谢谢，<b>等</b>你们
      的消息。</p><div>第二行<br>第三行</div><script>alert(1)</script>
      <blockquote><p>有了<blockquote>处理</blockquote>意见</p></blockquote><p>又及。</p>
      <div class="gmail_quote"><div>On Mon wrote:</div>旧信</div></body></html>"""
    assert cut(html_text(html)).split() == ["谢谢，等你们", "的消息。", "第二行", "第三行", "又及。"]


@pytest.mark.parametrize(
    "html", ["<div" * 9999, "<blockquote>" * 20000 + "x", "<p>a</p>" * 60000, "&#x" * 50000, "<!--"]
)
def test_strange_html_takes_no_long_time(html):
    html_text(html)

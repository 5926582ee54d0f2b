"""Promises without a date are named; a date in the same sentence, a quotation and plain words are left alone."""

import pytest

from boards.rules.text.vagueness import vague_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("我局将尽快处理。", ["尽快"]),
        ("近期安排，请您耐心等待。", ["近期"]),
        ("即将动工！", ["即将"]),
        ("已转有关部门。", ["有关部门"]),
        ("将适时启动，抓紧推进。", ["适时", "抓紧"]),
        ("下一步我们会研究", ["下一步"]),
        ("尽快修，尽快通水，近期完成", ["尽快", "近期"]),
        ("3月15日已到现场。下一步尽快修复。", ["下一步", "尽快"]),
        ("3月15日已到现场\n尽快修复", ["尽快"]),
        ("请联系3号楼管理员，将尽快处理", ["尽快"]),
        ("已拨付 3.5 万元，将尽快完工", ["尽快"]),
        ("拨打 96811，相关部门会处理；9月底前完成。", ["相关部门"]),
        ("不久将通车", ["不久"]),
    ],
)
def test_a_promise_without_a_date_is_named(text, words):
    assert list(vague_words(text)) == words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "红绿灯已经装好，请您查看。",
        "3月15日前尽快完成。",
        "３月１５日前尽快完成",
        "三月十五日前尽快完成",
        "2026-03-15 前尽快完成",
        "2026年3月底前抓紧完成",
        "将在5个工作日内尽快答复",
        "五个工作日内尽快答复",
        "三天内尽快修好",
        "24小时内尽快到场",
        "本周五前抓紧修复",
        "下周尽快安排",
        "月底前尽快安排",
        "年底前适时开通",
        "国庆节前抓紧完成",
        "第三季度内适时启动",
        "明天上午即将动工",
        "15号前尽快完成",
        "近期已经修好。",
        "不久前我局到现场查看。",
        "下一步骤写在办事指南里。",
        "> 你们说尽快处理，结果呢？\n已于昨天修好。",
    ],
)
def test_what_says_when_or_promises_nothing_passes(text):
    assert vague_words(text) == ()

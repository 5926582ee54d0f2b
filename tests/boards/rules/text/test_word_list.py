"""The word list: what is found, however it is typed, and what only looks like it."""

import pytest
from hypothesis import given, strategies as st

from boards.rules.text.addresses import address_spans
from boards.rules.text.word_list import MASK, ListedWord, Tier, WordList, mask_hits, words_of_tier
from forum.text.folding import bare, bare_offsets, fold, offsets

LIST = WordList(
    [
        ListedWord("办假证", Tier.REFUSE, "违法广告"),
        ListedWord("赌博", Tier.HOLD),
        ListedWord("傻瓜", Tier.MASK),
        ListedWord("大傻瓜蛋", Tier.MASK),
        ListedWord("av", Tier.MASK),
        ListedWord("996", Tier.HOLD),
        ListedWord("裸聊群", Tier.REFUSE),
        ListedWord("QQ群", Tier.HOLD),
    ]
)


def found(text):
    return [text[hit.start : hit.end] for hit in LIST.find(text)]


@pytest.mark.parametrize(
    ("text", "stretch"),
    [
        ("这里办假证吗", "办假证"),
        ("這裡辦假證嗎", "辦假證"),
        ("办 假 证", "办 假 证"),
        ("办-假·证", "办-假·证"),
        ("办\u200b假\u2060证", "办\u200b假\u2060证"),
        ("办。假。证", "办。假。证"),
        ("办，假，证", "办，假，证"),
        ("**办**假*证*", "办**假*证"),
        ("办\u0301假证", "办\u0301假证"),
        ("赌博", "赌博"),
        ("看ＡＶ的", "ＡＶ"),
        ("看a.v.的", "a.v"),
        ("996工作", "996"),
        ("⑨⑨⑥", "⑨⑨⑥"),
        ("加qq群", "qq群"),
        ("加Ｑ Ｑ 群", "Ｑ Ｑ 群"),
    ],
)
def test_a_word_is_found_however_it_is_typed(text, stretch):
    assert found(text) == [stretch]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "。。。",
        "路灯不亮",
        "不要赌。博物馆几点开门",
        "他在打赌，博物馆",
        "打赌\n博物馆",
        "办事，假期证明",
        "办假。证明",
        "I have a wave",
        "avenue",
        "大学生1996年",
        "电话9960",
        "🙂🙂",
        "\u200b",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text):
    assert found(text) == []


def test_a_word_inside_another_is_found_with_it():
    assert found("大傻瓜蛋") == ["傻瓜", "大傻瓜蛋"]
    assert mask_hits("真是大傻瓜蛋！", LIST.find("真是大傻瓜蛋！")) == "真是＊＊＊＊！"


def test_masking_keeps_blanks_and_everything_else():
    assert mask_hits("傻 瓜\n你好", LIST.find("傻 瓜\n你好")) == "＊ ＊\n你好"


def test_the_words_of_a_tier_are_named_once():
    hits = LIST.find("赌博、996、赌博、办假证")
    assert [word.text for word in words_of_tier(hits, Tier.HOLD)] == ["赌博", "996"]
    assert [word.text for word in words_of_tier(hits, Tier.REFUSE)] == ["办假证"]


def test_of_two_alike_the_sterner_counts():
    for tiers in ((Tier.MASK, Tier.REFUSE), (Tier.REFUSE, Tier.MASK)):
        words = WordList([ListedWord("办证", tiers[0]), ListedWord("辦證", tiers[1])])
        assert {hit.word.tier for hit in words.find("办证")} == {Tier.REFUSE}


@pytest.mark.parametrize("words", [[], [ListedWord("。。", Tier.MASK)], [ListedWord("\u200b", Tier.MASK)]])
def test_a_list_without_letters_finds_nothing(words):
    assert WordList(words).find("什么都有。。") == ()


WITH_EXCEPTIONS = WordList(
    [
        ListedWord("台独", Tier.REFUSE),
        ListedWord("平台独立", Tier.EXCEPT),
        ListedWord("av", Tier.MASK),
        ListedWord("avs", Tier.EXCEPT),
        ListedWord("平台", Tier.MASK),
    ]
)


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ("平台独立核算", []),
        ("平 台 独 立核算", []),
        ("平臺獨立", []),
        ("台独", ["台独"]),
        ("平台独立的台独", ["台独"]),
        ("台独，平台独立，台独", ["台独", "台独"]),
        ("这个平台独大", ["平台", "台独"]),
        ("平台独立", []),
        ("avs av", ["av"]),
    ],
)
def test_a_word_inside_an_exception_is_not_found(text, stretches):
    assert [text[hit.start : hit.end] for hit in WITH_EXCEPTIONS.find(text)] == stretches


IN_ADDRESSES = WordList(
    [
        ListedWord("av", Tier.MASK),
        ListedWord("sm", Tier.REFUSE),
        ListedWord("政务", Tier.MASK),
        ListedWord("赌博", Tier.MASK),
        ListedWord("dubo.com", Tier.REFUSE),
    ]
)


@pytest.mark.parametrize("text", [
    "http://a.cn/av/1", "见http://a.cn/av/1。", "HTTPS://AV.CN", "a@sm.cn", "sm@a.cn", "写信到sm.sm@sm-1.sm.cn吧", "www.sm.cn", "a.cn/sm", "sm.com.cn",
    "http://a.cn/?q=av&x=sm#av", "(http://a.cn/av)", "ftp://sm.a.net/av.zip", "http://user:sm@a.cn:80/av", "http://政务网.cn/av", "http://www.市民.中国/av",
    "http://a.cn/1,av",
])  # fmt: skip
def test_latin_words_are_not_looked_for_in_addresses(text):
    assert IN_ADDRESSES.find(text) == () or {hit.word.text for hit in IN_ADDRESSES.find(text)} <= {"政务"}


@pytest.mark.parametrize(("text", "stretches"), [
    ("http://a.cn/av 看av", ["av"]), ("看av，http://a.cn/av", ["av"]), ("av http://a.cn sm", ["av", "sm"]), ("http://a.cn/x赌博", ["赌博"]),
    ("http://赌博", ["赌博"]), ("sm：a@b.cn", ["sm"]), ("a.v", ["a.v"]), ("v1.2 av", ["av"]), ("@sm", ["sm"]), ("://sm", ["sm"]),
    ("http://dubo.com/x", ["dubo.com"]), ("见dubo.com", ["dubo.com"]), ("av.", ["av"]),
])  # fmt: skip
def test_words_beside_addresses_and_listed_addresses_are_found(text, stretches):
    assert [text[hit.start : hit.end] for hit in IN_ADDRESSES.find(text)] == stretches


def test_a_chinese_word_in_an_address_holds_the_text_and_leaves_the_address_whole():
    hits = IN_ADDRESSES.find("见 http://www.政务.cn/x")
    assert [(hit.word.text, hit.word.tier) for hit in hits] == [("政务", Tier.HOLD)]


@given(
    st.lists(
        st.sampled_from(["http://", "www.", "a.cn", "/av", "sm", "@", ".", "赌博", "，", " ", "政务", ":", "av"]),
        max_size=20,
    )
)
def test_masking_never_changes_an_address(pieces):
    text = "".join(pieces)
    masked = mask_hits(text, [hit for hit in IN_ADDRESSES.find(text) if hit.word.tier is Tier.MASK])
    assert all(masked[start:end] == text[start:end] for start, end in address_spans(text))


TEXTS = st.text(alphabet="办假证赌博傻瓜蛋大av996 。-\u200bＡ㎡⑨", max_size=60) | st.text(max_size=60)


@given(TEXTS)
def test_every_hit_lies_inside_and_reads_as_its_word(text):
    for hit in LIST.find(text):
        assert 0 <= hit.start < hit.end <= len(text)
        assert bare(hit.word.text) in bare(text[hit.start : hit.end])


@given(TEXTS)
def test_once_masked_nothing_is_left_to_mask_and_the_rest_stays(text):
    hits = LIST.find(text)
    after = mask_hits(text, hits)
    assert len(after) == len(text)
    assert all(new in (old, MASK) for old, new in zip(text, after, strict=False))
    inside = {place for hit in hits for place in range(hit.start, hit.end)}
    assert all(after[place] == text[place] for place in range(len(text)) if place not in inside)


@given(TEXTS)
def test_a_place_in_the_folded_text_leads_to_its_own(text):
    for folded, places in ((fold(text), offsets(text)), (bare(text), bare_offsets(text))):
        assert len(places) == len(folded) + 1 and places == sorted(places)
        assert all(character in fold(text[place]) for character, place in zip(folded, places, strict=False))


@given(st.text(alphabet="，路灯不亮请修", max_size=20), st.text(alphabet="，路灯不亮请修", max_size=20))
def test_words_around_it_do_not_hide_a_word(before, after):
    assert found(f"{before}赌博{after}") == ["赌博"]

"""The words of a text that can be what it is about: no names of people, no numbers, none of the words that most questions have. Pure."""

import re
from collections.abc import Iterator

import rjieba

from forum.text.folding import HAN, fold
from forum.text.masking import TITLES, TWO_CHARACTER_SURNAMES
from forum.text.personal import cover, find
from search.query.stop_words import COMMON, FORMAL

LONGEST = 8  # characters of a word
LONGEST_NAME = 4  # characters of a Chinese name

# The hundred most frequent surnames (Ministry of Public Security, report on names of 2020).
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石"
    "金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常"
)
# First letters of parts of speech as the segmenter's dictionary names them: pronouns, numbers, measures, times, particles, signs.
_NO_TOPICS = frozenset("rmqtupcdfyeohkw")
_ENGLISH, _NAME = "eng", "nr"
_WRITTEN = re.compile(f"[{HAN}]+|[a-z]+")  # and no digits: numbers of people, houses and vehicles are no topics
_POLITE = "解决问题 某某 姓名 电话 手机号 谢谢 您好 你好 领导 网友"
_PLAIN = frozenset(TITLES) | TWO_CHARACTER_SURNAMES | COMMON | FORMAL | frozenset(_POLITE.split())


def topic_words(text: str) -> list[list[str]]:
    """The words of a text in their order, cut into runs at what is left out, so that neighbours in a run are neighbours in the text.

    Personal data and names of people are left out: what the segmenter takes for a name, and what could be one, a surname with one
    or two characters that is no word of its dictionary.
    """
    runs: list[list[str]] = [[]]
    for word in _words(fold(cover(text, find(text)))):
        if word is None:
            runs.append([])
        else:
            runs[-1].append(word)
    return [run for run in runs if run]


def could_be_a_name(word: str) -> bool:
    """Whether a word of the length of a Chinese name begins with a surname."""
    surname = 2 if word[:2] in TWO_CHARACTER_SURNAMES else 1 if word[:1] in SURNAMES else 0
    return bool(surname) and surname < len(word) <= LONGEST_NAME


def _words(folded: str) -> Iterator[str | None]:
    """Each word, and None for each piece that is left out."""
    after_surname = False
    for piece, part in rjieba.tag(folded):
        word: str = piece
        yield word if not (after_surname and len(word) <= 2) and _is_topic(word, part) else None
        after_surname = len(word) == 1 and (word in SURNAMES or part == _NAME)


def _is_topic(word: str, part: str) -> bool:
    if not 2 <= len(word) <= LONGEST or word in _PLAIN or not _WRITTEN.fullmatch(word):
        return False
    if part != _ENGLISH and (part[:1] in _NO_TOPICS or part.startswith(_NAME)):
        return False
    return rjieba.has_word(word) or not (could_be_a_name(word) or word[0] == "姓")

"""What reads users' texts takes time in step with their length: no text, however it is made, is read again and again.

Compared are two lengths of the same text, in processor time; reading it for each of its characters would take sixteen times
as long for four times the length, and reading it once four times.
"""

import time
from contextlib import suppress

import pytest

from boards.rules.text.vagueness import vague_words
from forum.problems import Invalid
from forum.text import markup, personal, phones
from forum.text.checks import BODY_LIMIT, check_body
from search.query import terms
from search.ranking import passages

# What opens something that need not close, separates, or stands where a pattern may begin.
PARTS = (
    *"[]()*_~`#>|&<\\=:：1a浙月日几、@!{}",
    *(
        "[](",
        "![](",
        "[a](",
        "[a]: ",
        "**a",
        "”**",
        "> ",
        "- ",
        "1. ",
        "1.",
        "13",
        "138",
        "138 ",
        "1-",
        "浙A",
        "使0",
        "\n\n",
    ),
    *(
        "www.",
        "http://",
        "https://a",
        "a@",
        "a.",
        "&amp;",
        "<a ",
        "<!--",
        "-->",
        "| ",
        "|-",
        "\u200b",
        "\u0301",
        "0570-",
    ),
    *(
        "1. a\n",
        "- a\n",
        "- a\n* b\n",
        " *a",
        "a** ",
        "**a ",
        "张**和",
        "[url]http://a",
        "http://a.",
        "http://a.政",
        "`a",
    ),
    *("```a\n", "```\n````\n", "> ```\n", "http://a.cn)", ")]"),
    *("---\n", "===\n", "```\n", "    a\n", "[^1]", "[url]", "[/url]", "tel", "二〇", "　"),
)
READERS = {
    "body": check_body,
    "markup": markup.render,
    "plain": markup.plain_text_html,
    "personal": personal.find,
    "phone": phones.holds_a_number,
    "passage": passages.strip_markdown,
    "terms": terms.fold,
    "vague": vague_words,
}
SHORT, LONG = BODY_LIMIT // 4, BODY_LIMIT
MOST = 9  # times as long for four times the text
FREE = 0.02  # seconds within which nothing is compared


def seconds(read, text):
    """The processor time of one reading; a text that is refused counts as read."""
    began = time.process_time()
    with suppress(Invalid):
        read(text)
    return time.process_time() - began


def grows_too_fast(read, text):
    """Whether the whole of `text` takes far longer than its first quarter; what seems so is measured once more."""
    for _ in range(2):
        taken = seconds(read, text)
        if taken <= FREE or taken <= MOST * min(seconds(read, text[:SHORT]) for _ in range(2)):
            return False
    return True


@pytest.mark.parametrize("name", READERS)
def test_a_text_four_times_as_long_takes_no_sixteen_times_as_long(name):
    assert [part for part in PARTS if grows_too_fast(READERS[name], (part * LONG)[:LONG])] == []

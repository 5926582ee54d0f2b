"""Checks a text against the word list before it is stored; used by every channel."""

from dataclasses import dataclass

from boards.queries.office import words
from boards.rules.text.word_list import ListedWord, Tier, WordList, mask_hits, words_of_tier
from forum.messages import M
from forum.problems import Invalid

MOST_NAMED = 5  # words that a refusal names


@dataclass(frozen=True)
class CheckedText:
    """A text with masked words starred (`masked`), and the words because of which it is to be held (`held`)."""

    text: str
    held: tuple[ListedWord, ...] = ()
    masked: tuple[ListedWord, ...] = ()


def check_citizen_text(text: str, field: str, listed: WordList | None = None) -> CheckedText:
    """The CheckedText of a citizen's text; raises Invalid, which names the refused words and why.

    `listed` is the current word list; it is read when not given.
    """
    hits = (listed or words.current_word_list()).find(text)
    if refused := words_of_tier(hits, Tier.REFUSE):
        raise Invalid({field: _refusal(refused)})
    return _worded(text, hits, words_of_tier(hits, Tier.HOLD))


def check_official_text(text: str, listed: WordList | None = None) -> CheckedText:
    """The CheckedText of an official text: words are only masked, since an official is named and may quote the question."""
    return _worded(text, (listed or words.current_word_list()).find(text))


def check_text_without_holding(text: str, field: str) -> CheckedText:
    """The CheckedText of a citizen's text that cannot be held, as a remark: words that would hold it raise Invalid too."""
    worded = check_citizen_text(text, field)
    if worded.held:
        raise Invalid({field: _refusal(worded.held)})
    return worded


def _worded(text, hits, held=()):
    stars = [hit for hit in hits if hit.word.tier is Tier.MASK]
    return CheckedText(mask_hits(text, stars), held, words_of_tier(hits, Tier.MASK))


def _refusal(refused):
    named = "”“".join(word.text for word in refused[:MOST_NAMED])
    reasons = "；".join(dict.fromkeys(word.reason for word in refused if word.reason))
    if not reasons:
        return M("“%(words)s”不能在这里发表，请改一改。您写的都还在。", words=named)
    return M("“%(words)s”不能在这里发表（%(reasons)s），请改一改。您写的都还在。", words=named, reasons=reasons)

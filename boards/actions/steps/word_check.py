"""What the word list makes of a text before it is put on record; every door for text comes through here."""

from dataclasses import dataclass

from boards.queries.office import words
from boards.rules.text.word_list import ListedWord, Tier, WordList, mask_hits, words_of_tier
from forum.messages import M
from forum.problems import Invalid

MOST_NAMED = 5  # words that a refusal names


@dataclass(frozen=True)
class CheckedText:
    """A text with its masked words starred, and the words for which it is to be held."""

    text: str
    held: tuple[ListedWord, ...] = ()
    masked: tuple[ListedWord, ...] = ()


def check_citizen_text(text: str, field: str, listed: WordList | None = None) -> CheckedText:
    """The Worded of what a citizen says; raises Invalid, which names the words that are refused and why.

    `listed` is the word list in force where it is known already.
    """
    hits = (listed or words.current_word_list()).find(text)
    if refused := words_of_tier(hits, Tier.REFUSE):
        raise Invalid({field: _refusal(refused)})
    return _worded(text, hits, words_of_tier(hits, Tier.HOLD))


def check_official_text(text: str, listed: WordList | None = None) -> CheckedText:
    """The Worded of an office's word: it answers by name for what it says and quotes what it is asked, so words are only masked."""
    return _worded(text, (listed or words.current_word_list()).find(text))


def check_text_without_holding(text: str, field: str) -> CheckedText:
    """The Worded of a citizen where there is no place to hold his text: what would be held is refused too. Raises Invalid."""
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

"""Texts made from the parts of a regular expression, as it is parsed: what makes it begin, go on and fail."""

from dataclasses import dataclass
from re import _constants as kinds, _parser as parser

OF_CATEGORY = {
    kinds.CATEGORY_DIGIT: "1", kinds.CATEGORY_NOT_DIGIT: "a", kinds.CATEGORY_SPACE: " ", kinds.CATEGORY_NOT_SPACE: "a",
    kinds.CATEGORY_WORD: "a", kinds.CATEGORY_NOT_WORD: "#",
}  # fmt: skip
SOME = "a1 中-#.,\n@/[A0\u3000\x00"
REPETITIONS = kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT
BROKEN = "\x00"  # what no pattern goes on with
LONGEST_START = 16
GENERAL = *"a1 \n[*<中", "a1", "1-", "[a", "a.", "> "


@dataclass(frozen=True)
class Family:
    """Texts of every length: `begin`, `repeated` again and again, `end`."""

    begin: str
    repeated: str
    end: str
    as_bytes: bool

    def of_length(self, length):
        """The text that is about so many characters long."""
        text = self.begin + self.repeated * (length // len(self.repeated)) + self.end
        return text.encode("latin-1", "replace") if self.as_bytes else text


def families(pattern):
    """The Family of each part that a pattern begins with, repeats or tries."""
    as_bytes = isinstance(pattern.pattern, bytes)
    written = pattern.pattern.decode("latin-1") if as_bytes else pattern.pattern
    sample, repeated = _walk(parser.parse(written, pattern.flags))
    parts = {*repeated, *(each + sample[:1] for each in repeated)} - {""}
    starts = {sample[:end] for end in range(1, min(len(sample), LONGEST_START) + 1)}
    for part in sorted({*starts, *parts, *GENERAL}):
        yield Family("", part, "", as_bytes)
        yield Family("", part, BROKEN, as_bytes)
    for begin in sorted({sample[:1], sample[: len(sample) // 2], sample[:-1]} - {""}):
        yield from (Family(begin, part, BROKEN, as_bytes) for part in sorted(parts))


def _walk(parsed):
    """(a text that the parsed expression matches or nearly matches, the texts that its repetitions repeat)"""
    text, repeated = "", []
    for kind, value in parsed:
        more, inner = _part(kind, value)
        text, repeated = text + more, repeated + inner
    return text, repeated


def _part(kind, value):
    if kind in (kinds.LITERAL, kinds.IN, kinds.NOT_LITERAL, kinds.ANY):
        return _one(kind, value), []
    if kind in (kinds.SUBPATTERN, kinds.ATOMIC_GROUP):
        return _walk(value[-1] if kind is kinds.SUBPATTERN else value)
    if kind is kinds.BRANCH:
        walked = [_walk(each) for each in value[1]]
        return max((text for text, _ in walked), key=len), [part for text, inner in walked for part in (text, *inner)]
    if kind in (kinds.ASSERT, kinds.ASSERT_NOT):
        text, repeated = _walk(value[1])
        return (text if kind is kinds.ASSERT and value[0] > 0 else ""), [text, *repeated]
    return _repetition(*value) if kind in REPETITIONS else ("", [])  # the rest are places, and what was matched before


def _repetition(least, most, inner):
    once, repeated = _walk(inner)
    return once * max(1, min(least, 20)), [once, *_all_of(inner), *repeated]


def _all_of(inner):
    """Of a repeated class: each kind of character that it has."""
    for kind, value in inner:
        if kind is kinds.IN:
            yield from (text for text in (_member(*member) for member in value[:12]) if text)


def _one(kind, value):
    """A character that a class matches."""
    if kind is kinds.LITERAL:
        return chr(value)
    if kind is kinds.ANY:
        return "a"
    if kind is kinds.NOT_LITERAL:
        return next(each for each in SOME if ord(each) != value)
    if value[0][0] is not kinds.NEGATE:
        return _member(*value[0])
    return next(each for each in SOME if not any(_is_in(each, *member) for member in value[1:]))


def _member(kind, value):
    if kind is kinds.LITERAL:
        return chr(value)
    if kind is kinds.RANGE:
        return chr(value[0])
    return OF_CATEGORY.get(value, "a") if kind is kinds.CATEGORY else ""


def _is_in(character, kind, value):
    if kind is kinds.CATEGORY:
        digit, space, word = character.isdigit(), character.isspace(), character.isalnum() or character == "_"
        holds = {"DIGIT": digit, "SPACE": space, "WORD": word}[str(value).rpartition("_")[2]]
        return holds != ("NOT" in str(value))
    low, high = value if kind is kinds.RANGE else (value, value)
    return low <= ord(character) <= high

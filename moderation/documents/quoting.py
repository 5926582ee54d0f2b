"""What a document may quote of citizens' texts. Pure."""

from forum.text.personal import cover, find


def without_personal(text: str) -> str:
    """A text with the personal data in it covered."""
    return cover(text, find(text))

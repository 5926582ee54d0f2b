"""The PDF of a notice's document."""

from pathlib import Path

from moderation.documents.typesetting import typeset
from moderation.notices.document import Document

TEMPLATE = Path(__file__).with_name("notice.typ")


def pdf_of(document: Document) -> bytes:
    """The PDF of a Document."""
    return typeset(TEMPLATE, document)

"""`python -m forum.i18n.catalogue`: brings locale/en.po up to date with the code and the templates.

Translations are kept, messages that no longer occur are dropped, new ones are added without translation
and listed; straight apostrophes become typographic ones. The file contains no line numbers or dates, so
that it changes only when messages do.
"""

import re
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message as BabelMessage
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from forum.i18n.languages import CATALOGUES

ROOT = Path(__file__).parents[2]
PYTHON = ("forum", "boards", "moderation", "search")
KEYWORDS = {
    "M": None,
    "N": (1, 1),  # Chinese has one form, which stands for both
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
STRAIGHT = re.compile(r"(?<=\w)'")  # in "isn't" and "askers' own"
HEADER = """\
# English of Wenqu. New messages are added by: python -m forum.i18n.catalogue
msgid ""
msgstr ""
"Language: en\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def main() -> None:
    file = CATALOGUES["en"]
    fresh = merge(extract(), read_catalogue(file))
    file.write_bytes(to_po(fresh))
    for message in untranslated(fresh):
        print(f"no English yet: {message.id!r}", file=sys.stderr)


def extract(root: Path = ROOT) -> Catalog:
    """A catalogue of every message that the code and the templates under `root` name."""
    found = Catalog(locale="en")
    for folder in PYTHON:
        _add(found, root / folder, [("**.py", "python")])
    templates = [(f"**.{kind}", "jinja2") for kind in ("html", "txt", "xml")]
    _add(found, root / "templates", templates)
    return found


def _add(catalogue, folder, methods):
    options = {pattern: {"silent": "false"} for pattern, method in methods if method == "jinja2"}
    found = extract_from_dir(str(folder), methods, options, keywords=KEYWORDS, comment_tags=())
    for _, _, msgid, _, context in found:
        catalogue.add(msgid, context=context)


def read_catalogue(file: Path) -> Catalog:
    """The catalogue in `file`, empty when there is none."""
    if not file.exists():
        return Catalog(locale="en")
    with file.open("rb") as opened:
        return read_po(opened, locale="en")


def merge(found: Catalog, before: Catalog) -> Catalog:
    """The messages of `found` with the translations that `before` has for them."""
    fresh = Catalog(locale="en")
    for message in found:
        if message.id:
            old = before.get(_key(message), message.context)
            fresh.add(message.id, _old_translation(message, old), context=message.context)
    return fresh


def _key(message):
    return message.id[0] if message.pluralizable else message.id


def _old_translation(message, old):
    if old is None or old.pluralizable != message.pluralizable:
        return ("", "") if message.pluralizable else ""
    return tuple(map(_typographic, old.string)) if message.pluralizable else _typographic(old.string)


def _typographic(english):
    return STRAIGHT.sub("’", english)


def untranslated(catalogue: Catalog) -> list[BabelMessage]:
    """The messages of a catalogue that lack a translation or one of its forms."""
    return [each for each in catalogue if each.id and not all(_forms(each))]


def _forms(message):
    return message.string if message.pluralizable else (message.string,)


def to_po(catalogue: Catalog) -> bytes:
    """The bytes of the file, in an order that depends on the messages alone."""
    body = BytesIO()
    write_po(body, catalogue, width=100, omit_header=True, sort_output=True)
    return HEADER.encode() + body.getvalue()


if __name__ == "__main__":
    main()

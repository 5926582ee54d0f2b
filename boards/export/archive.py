"""Writes an export as a zip: a JSON file for each section, and one page of HTML with all of them."""

import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import IO, Any

from markupsafe import escape

from boards.export.records import Section
from forum.messages import Message

Translate = Callable[[Any], str]

STYLE = "body{font-family:sans-serif;max-width:60rem;margin:1rem auto;padding:0 1rem}dl{border-top:1px solid #999}dd{white-space:pre-wrap}"
IN_MEMORY = 1 << 20  # bytes; a larger archive stands in a file without a name until it is sent


def write_archive(sections: Sequence[Section], title: str, language: str, translate: Translate) -> IO[bytes]:
    """The zip as an open file at its start. It is gone once it is closed."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # closed when the response has been sent
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for section in sections:
            with archive.open(f"{section.name}.json", "w") as part:
                _write_json(part, section, translate)
        with archive.open("index.html", "w") as part:
            _write_html(part, sections, title, language, translate)
    file.seek(0)
    return file


def chunks(file: IO[bytes]) -> Iterator[bytes]:
    """The content of an open file in pieces; it is closed at the end, or when nobody reads on."""
    with file:
        while piece := file.read(1 << 16):
            yield piece


def _write_json(part: IO[bytes], section: Section, translate: Translate) -> None:
    comma = b"[\n"
    for record in section.records():
        part.write(comma + json.dumps(_plain(record, translate), ensure_ascii=False).encode())
        comma = b",\n"
    part.write(b"[]\n" if comma == b"[\n" else b"\n]\n")


def _write_html(part: IO[bytes], sections: Sequence[Section], title: str, language: str, translate: Translate) -> None:
    head = f'<!doctype html><html lang="{escape(language)}"><meta charset="utf-8"><title>{escape(title)}</title>'
    part.write(f"{head}<style>{STYLE}</style><h1>{escape(title)}</h1>".encode())
    for section in sections:
        part.write(f'<section id="{section.name}"><h2>{escape(translate(section.label))}</h2>'.encode())
        for record in section.records():
            rows = (
                f"<dt>{escape(name)}</dt><dd>{escape('' if value is None else value)}</dd>"
                for name, value in _plain(record, translate).items()
            )
            part.write(f"<dl>{''.join(rows)}</dl>\n".encode())
        part.write(b"</section>\n")
    part.write(b"</html>\n")


def _plain(record: dict[str, Any], translate: Translate) -> dict[str, Any]:
    return {name: _value(value, translate) for name, value in record.items()}


def _value(value: Any, translate: Translate) -> Any:
    if isinstance(value, Message):
        return translate(value)
    return value.isoformat() if isinstance(value, datetime | date) else value

"""The PDF of a notice's document: set by Typst, with the glyphs it uses of Noto Serif SC (SIL Open Font License) embedded."""

import json
import threading
from dataclasses import asdict
from functools import cache
from pathlib import Path

import typst
from pylopdf_fonts_zh_cn import serif_path

from moderation.notices.document import Document

TEMPLATE = Path(__file__).with_name("notice.typ")
_one_at_a_time = threading.Lock()  # the compiler keeps the fonts and is no use to two threads at once


def pdf_of(document: Document) -> bytes:
    """The PDF of a Document."""
    with _one_at_a_time:
        made = _compiler().compile(format="pdf", sys_inputs={"document": json.dumps(asdict(document))})
    assert isinstance(made, bytes)
    return made


@cache
def _compiler() -> typst.Compiler:
    """The compiler with the template; it reads nothing but the package's own folder and the font."""
    return typst.Compiler(
        str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=[str(serif_path().parent)], ignore_system_fonts=True
    )

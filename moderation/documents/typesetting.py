"""Documents as PDF: set by Typst, with the glyphs they use of Noto Serif SC (SIL Open Font License) embedded."""

import json
import threading
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from pylopdf_fonts_zh_cn import serif_path

ROOT = Path(__file__).parents[1]  # templates may import paper.typ
_one_at_a_time = threading.Lock()  # the compiler keeps the fonts and is no use to two threads at once


def typeset(template: Path, document: Any) -> bytes:
    """The PDF of a dataclass by a template below moderation/, which reads it as JSON; no text of it is run as markup."""
    with _one_at_a_time:
        made = _compiler(template).compile(format="pdf", sys_inputs={"document": json.dumps(asdict(document))})
    assert isinstance(made, bytes)
    return made


@cache
def _compiler(template: Path) -> Any:
    """The compiler with a template; it reads nothing but the package's own folder and the font."""
    import typst

    return typst.Compiler(
        str(template), root=str(ROOT), font_paths=[str(serif_path().parent)], ignore_system_fonts=True
    )

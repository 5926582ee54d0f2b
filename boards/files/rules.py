"""What may be uploaded, recognised by content and never by name, and the sentences for what is refused. Pure."""

import re
import unicodedata
from enum import StrEnum

from forum.messages import M, Message

MOST_FILES = 10  # of one post
LARGEST = 20 * 1024**2  # bytes of one upload
LARGEST_REQUEST = 64 * 1024**2  # bytes of a form with its files
MOST_PIXELS = 64_000_000  # of a picture before it is scaled down; cameras of phones have 12 to 50 million
LONGEST_SIDE = 2048  # pixels of a published picture
THUMBNAILS = (240, 480)  # pixels of the longest side
MOST_PAGES = 300  # of a document
ALT_LENGTH = 200  # characters
NAME_LENGTH = 80  # characters


class FileKind(StrEnum):
    """What a file of a post is. Values are public: they stand in recorded rows."""

    PICTURE = "picture"
    DOCUMENT = "document"


PICTURE_TYPE, DOCUMENT_TYPE = "image/webp", "application/pdf"
ENDINGS = {PICTURE_TYPE: "webp", DOCUMENT_TYPE: "pdf"}
ACCEPTED = "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic,.heif"

# ISO/IEC 23008-12: the brands of HEIF files with pictures in HEVC.
HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
MARKUP = re.compile(rb"\s*+(?:\xef\xbb\xbf)?+\s*+<(?:\?xml|!doctype|!--|svg|html)", re.IGNORECASE)
OFFICE = (
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
)  # OOXML and ODF are zips, the older formats compound files
OFFICE_ENDINGS = (".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".wps", ".et", ".dps", ".odt", ".ods", ".odp")

REFUSALS = {
    "empty": M("文件是空的。"),
    "large": M("每个文件不能超过 %(most)s MB。", most=LARGEST // 1024**2),
    "kind": M("只收 JPEG、PNG、WebP、HEIC 图片。"),
    "svg": M("不收 SVG 和网页，里面可以藏程序；请截图或存成 PNG 再传。"),
    "office": M("请先在 Word、WPS 里另存为 PDF 再传。"),
    "pdf": M("PDF 只有部门答复时可以附；请把要给大家看的那一页截图再传。"),
    "broken": M("图片不完整，打不开；可能没有传完，请重新选一次。"),
    "pixels": M("图片太大，最多 %(most)s 万像素；请缩小再传。", most=MOST_PIXELS // 10_000),
    "memory": M("图片太复杂，处理不了；请截图或缩小再传。"),
    "encrypted": M("PDF 加了密码，请去掉密码再传。"),
    "active": M("PDF 里有脚本、附件或会自动打开的东西，请“打印成 PDF”再传。"),
    "pages": M("PDF 最多 %(most)s 页。", most=MOST_PAGES),
    "document": M("PDF 不完整，打不开。"),
}


def kind_of(content: bytes) -> FileKind | None:
    """The kind by the first bytes; None for everything that is not accepted."""
    if content.startswith(b"%PDF-"):
        return FileKind.DOCUMENT
    picture = (
        content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))
        or (content[:4] == b"RIFF" and content[8:12] == b"WEBP")
        or is_heif(content)
    )
    return FileKind.PICTURE if picture else None


def is_heif(content: bytes) -> bool:
    """Whether the first bytes are those of an HEIF file: a box `ftyp` with one of its brands."""
    return content[4:8] == b"ftyp" and content[8:12] in HEIF_BRANDS


def refusal(content: bytes, name: str, documents: bool) -> str | None:
    """The key in REFUSALS of why a file is not even opened, or None; `documents` says whether PDFs are accepted."""
    kind = kind_of(content)
    if not content:
        return "empty"
    if len(content) > LARGEST:
        return "large"
    if kind is FileKind.DOCUMENT:
        return None if documents else "pdf"
    return None if kind else _unknown(content, name)


def _unknown(content: bytes, name: str) -> str:
    if MARKUP.match(content[:1024]):
        return "svg"
    return "office" if content.startswith(OFFICE) and name.lower().endswith(OFFICE_ENDINGS) else "kind"


def shown_name(raw: str | None) -> str:
    """A file's name as it is shown: without folders and control characters, shortened; "" without one.

    It is never used as a path.
    """
    last = re.split(r"[/\\]", raw or "")[-1]
    plain = "".join(sign for sign in unicodedata.normalize("NFC", last) if unicodedata.category(sign)[0] != "C")
    plain = " ".join(plain.split())
    if len(plain) <= NAME_LENGTH:
        return plain
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[: NAME_LENGTH - 10]}….{ending}" if dot and len(ending) < 8 else plain[: NAME_LENGTH - 1] + "…"


def of_file(name: str, message: Message) -> Message:
    """The sentence about one of several files."""
    return M("“%(name)s”：%(message)s", name=name, message=message) if name else message

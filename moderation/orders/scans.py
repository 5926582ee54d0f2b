"""Scans of signed pages: an upload must really be a picture or a PDF. It is stored byte for byte, as it was hashed."""

import hashlib
import io
import logging

from PIL import Image

from forum.messages import M
from forum.problems import Invalid

LARGEST = 10 * 1024 * 1024  # bytes
MOST_PIXELS = 60_000_000  # an A4 page at 600 dots per inch has 35 million
MOST_PAGES = 50
PDF = "application/pdf"
PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
ENDINGS = {PDF: "pdf", "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}

BEGINNINGS = (b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")
TAIL = 1024  # bytes in which a PDF says that it ends (ISO 32000-1 annex H, note 18)


def check_scan(content: bytes) -> tuple[str, str]:
    """(media type, SHA-256 in hex) of a scan's bytes; raises Invalid, which names `scan`."""
    if not content:
        raise _wrong(M("请附上签批页的扫描件，没有扫描件不能封存。"))
    if len(content) > LARGEST:
        raise _wrong(M("扫描件不能超过 %(limit)s MB。", limit=LARGEST // 1024**2))
    if not content.startswith(BEGINNINGS):
        raise _wrong(M("扫描件只能是 PDF、JPEG、PNG 或 WebP。"))
    media = _pdf(content) if content.startswith(b"%PDF-") else _picture(content)
    return media, hashlib.sha256(content).hexdigest()


def _pdf(content):
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns of every irregularity of a file
    try:
        reader = PdfReader(io.BytesIO(content))
        pages = 0 if reader.is_encrypted else len(reader.pages)
        whole = b"%%EOF" in content[-TAIL:] and all(
            reader.pages[number].mediabox for number in range(min(pages, MOST_PAGES))
        )
    except Exception:  # a broken file may raise anything
        pages, whole = 0, False
    if not whole or not 1 <= pages <= MOST_PAGES:
        raise _wrong(M("这个文件不是完整的 PDF：打不开、加了密、没有页，或者多于 %(most)s 页。", most=MOST_PAGES))
    return PDF


def _picture(content):
    try:
        with Image.open(io.BytesIO(content), formats=list(PICTURES)) as picture:
            media, flood = PICTURES[picture.format], picture.width * picture.height > MOST_PIXELS
            if not flood:
                picture.load()
    except Exception:  # a broken picture may raise anything, too many pixels raise a warning as an error
        raise _wrong(M("这个文件不是完整的图片，打不开。")) from None
    if flood:
        raise _wrong(M("图片太大，最多 %(most)s 万像素。", most=MOST_PIXELS // 10_000))
    return media


def _wrong(message):
    return Invalid(scan=message)

"""Decodes one untrusted file in a process of its own: `python -I decoding.py LIMITS < file > answer`.

It imports nothing of the program, so that it starts quickly and holds no secret. LIMITS is JSON: `memory` (bytes of address
space), `seconds` of CPU, `pixels`, `side`, `thumbnails`, `pages`, `kind`, `position`. The answer is a line of JSON with
either `refused` or `width`, `height`, `sizes`, `position`, `taken`, followed by the files of those sizes: the published one, then
its thumbnails.
"""

import io
import json
import logging
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from PIL import Image, ImageCms

QUALITY = 85
FORMATS = ["JPEG", "PNG", "WEBP"]  # files of phones with several pictures (MPO) are JPEG too
ORIENTATION, GPS = 0x0112, 0x8825  # tags of EXIF 2.32
DETAILS, TAKEN, OFFSET = 0x8769, 0x9003, 0x9011  # the same: DateTimeOriginal and OffsetTimeOriginal
TURNS = {2: (0,), 3: (3,), 4: (1,), 5: (5,), 6: (4,), 7: (6,), 8: (2,)}  # orientation -> Image.Transpose
ACTIVE = frozenset(
    "/JavaScript /JS /Launch /EmbeddedFile /EmbeddedFiles /RichMedia /AA /SubmitForm /ImportData /XFA /GoToE /Movie /Sound".split()
)
MOST_OBJECTS = 500_000


class Refused(Exception):
    """The file is not accepted; the message is a key of boards.files.rules.REFUSALS."""


def main() -> None:
    """Answer on standard output; a process that is ended by its limits answers nothing."""
    limits = json.loads(sys.argv[1])
    bound(limits)
    content = sys.stdin.buffer.read()
    head, files = answered(document if limits["kind"] == "document" else picture, content, limits)
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + b"".join(files))


def bound(limits: dict[str, Any]) -> None:
    """Limit this process: memory, CPU time, no file written, no core left."""
    wanted = (resource.RLIMIT_AS, limits["memory"]), (resource.RLIMIT_CPU, limits["seconds"])
    for what, most in (*wanted, (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):  # a system that knows no such limit
            resource.setrlimit(what, (most, most))


def answered(
    work: Callable[[bytes, dict[str, Any]], tuple[dict[str, Any], list[bytes]]], content: bytes, limits: dict[str, Any]
) -> tuple[dict[str, Any], list[bytes]]:
    """What `work` returns, or ({"refused": key}, [])."""
    try:
        head, files = work(content, limits)
    except Refused as refused:
        return {"refused": str(refused)}, []
    except MemoryError:
        return {"refused": "memory"}, []
    except Exception:  # a broken file may raise anything
        return {"refused": "document" if limits["kind"] == "document" else "broken"}, []
    return {**head, "sizes": [len(each) for each in files]}, files


def picture(content: bytes, limits: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
    """A WebP file without metadata, upright, in sRGB, at most `side` pixels long, and its thumbnails."""
    if content[4:8] == b"ftyp":
        import pillow_heif  # noqa: PLC0415  # takes time, and other pictures need it not

        pillow_heif.register_heif_opener(thumbnails=False)
        FORMATS.append("HEIF")
    Image.MAX_IMAGE_PIXELS = None  # the limit below is stricter
    with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
        if opened.width * opened.height > limits["pixels"]:
            raise Refused("pixels")
        place, at = (position(opened), taken(opened)) if limits["position"] else (None, None)
        clean = upright(scaled(opened, limits["side"]), opened)
    published = webp(clean)
    with Image.open(io.BytesIO(published)) as shown:
        thumbnails = [webp(scaled(shown, side)) for side in limits["thumbnails"]]
    return {"width": clean.width, "height": clean.height, "position": place, "taken": at}, [published, *thumbnails]


def scaled(opened: Any, side: int) -> Any:
    """A copy without metadata in RGB or RGBA, at most `side` pixels long; raises for a picture that is not whole."""
    opened.draft(None, (side, side))  # a JPEG is decoded at the next larger size
    opened.load()
    whole = in_eight_bits(opened)
    if max(whole.size) > side:
        whole.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    coloured = in_srgb(whole, opened.info.get("icc_profile"))
    bare = Image.new(coloured.mode, coloured.size)
    bare.paste(coloured)
    return bare


def in_eight_bits(opened: Any) -> Any:
    """The picture in L, LA, RGB, RGBA or CMYK; palettes, single bits and 16 bits a channel are converted."""
    if opened.mode in ("L", "LA", "RGB", "RGBA", "CMYK", "YCbCr", "LAB"):
        return opened.copy() if opened.info.get("transparency") is None else opened.convert("RGBA")
    if opened.mode.startswith(("I", "F")):
        return opened.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return opened.convert("RGBA" if opened.info.get("transparency") is not None or "A" in opened.mode else "RGB")


def in_srgb(whole: Any, profile: bytes | None) -> Any:
    """The picture in RGB, or RGBA where it is transparent; a colour profile that fits is applied, any other ignored."""
    wanted = "RGBA" if whole.mode in ("RGBA", "LA", "PA") else "RGB"
    if profile and whole.mode in ("RGB", "RGBA", "CMYK", "L"):
        with suppress(ImageCms.PyCMSError, OSError, ValueError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            made = ImageCms.profileToProfile(
                whole.convert("RGB") if whole.mode == "RGBA" else whole,
                source,
                ImageCms.createProfile("sRGB"),
                outputMode="RGB",
            )
            if made is not None:
                return with_transparency(made, whole)
    return whole.convert(wanted) if isinstance(whole, Image.Image) else whole


def with_transparency(made: Any, whole: Any) -> Any:
    """`made` with the alpha channel of `whole`, where it has one."""
    if whole.mode != "RGBA":
        return made
    made.putalpha(whole.getchannel("A"))
    return made


def upright(clean: Any, opened: Any) -> Any:
    """The picture turned as its EXIF data says."""
    with suppress(Exception):  # EXIF data that cannot be read turns nothing
        for turn in TURNS.get(opened.getexif().get(ORIENTATION, 1), ()):
            return clean.transpose(Image.Transpose(turn))
    return clean


def webp(clean: Any) -> bytes:
    """The bytes of a WebP file with nothing but the pixels."""
    written = io.BytesIO()
    clean.save(written, "WEBP", quality=QUALITY, method=4, exif=b"", xmp=b"", icc_profile=None)
    return written.getvalue()


def position(opened: Any) -> list[float] | None:
    """[latitude, longitude] in degrees (WGS 84) of the picture's GPS data; None without any that makes sense."""
    with suppress(Exception):  # data that cannot be read is none
        gps = opened.getexif().get_ifd(GPS)
        latitude, longitude = degrees(gps[2], gps[1], "S"), degrees(gps[4], gps[3], "W")
        if abs(latitude) <= 90 and abs(longitude) <= 180 and (latitude or longitude):
            return [round(latitude, 6), round(longitude, 6)]
    return None


def taken(opened: Any) -> list[str] | None:
    """[when the picture was taken as its EXIF has it, the offset from UTC or ""]; None without it."""
    with suppress(Exception):  # data that cannot be read is none
        details = opened.getexif().get_ifd(DETAILS)
        return [str(details[TAKEN])[:40], str(details.get(OFFSET, ""))[:10]]
    return None


def degrees(parts: Any, side: Any, negative: str) -> float:
    """Degrees of (degrees, minutes, seconds), negative in the south and west."""
    whole = sum(float(part) / 60**power for power, part in enumerate(parts))
    return -whole if str(side).strip("\0 ").upper() == negative else whole


def document(content: bytes, limits: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
    """The PDF as it is, since a change would break its signatures: whole, not encrypted, and with nothing that acts."""
    from pypdf import PdfReader  # noqa: PLC0415  # takes time, and pictures need it not

    logging.disable(logging.CRITICAL)  # pypdf warns of every irregularity of a file
    if content.rstrip(b"\0\t\n\f\r ")[-5:] != b"%%EOF":  # something is appended, or the end is missing
        raise Refused("document")
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        raise Refused("encrypted")
    if not 1 <= len(reader.pages) <= limits["pages"]:
        raise Refused("pages" if reader.pages else "document")
    if any(ACTIVE & names for names in names_in(reader)):
        raise Refused("active")
    return {"width": None, "height": None, "position": None}, [content]


def names_in(reader: Any) -> Iterator[set[str]]:
    """The keys and the action of each dictionary that is reached from the trailer."""
    seen, waiting = set(), [reader.trailer]
    while waiting:
        value = waiting.pop()
        if reference := getattr(value, "idnum", None):
            if reference in seen:
                continue
            seen.add(reference)
            value = value.get_object()
        if len(seen) > MOST_OBJECTS:
            raise Refused("memory")
        if isinstance(value, dict):
            yield {*map(str, value), str(dict.get(value, "/S", ""))}
            waiting += [dict.get(value, key) for key in value]
        elif isinstance(value, list):
            waiting += list.__iter__(value)


if __name__ == "__main__":
    main()

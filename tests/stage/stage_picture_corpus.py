"""A corpus of picture files by script: what phones, scanners and editors write, what breaks on the way, what attackers send.

Each file says what must become of it. The same seed makes the same corpus.
"""

import io
import random
import struct
import zlib
from dataclasses import dataclass

from PIL import Image, ImageCms
from stage_pictures import GPS, MAKE, ORIENTATION, SHANGHAI, bomb, document, drawing, png_chunk

RIGHT, REFUSED, EITHER = "right", "refused", "either"  # either: damage that may spare the picture
# EXIF 2.32: the corner in which the upper left of what was photographed lies in the file.
CORNERS = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
    b'xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="31,13.8N" exif:GPSLongitude="121,28.4E"/></rdf:RDF></x:xmpmeta>'
)
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
# Its green and blue change places: what is stored as red and green must become red and blue.
SWAPPED = SRGB.replace(b"gXYZ", b"????").replace(b"bXYZ", b"gXYZ").replace(b"????", b"bXYZ")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
SIZES = (1, 8, 64, 300, 1200, 2500, 4000)
NAMES = ("a.jpg", "", "问" * 1365 + ".jpg", "../" * 1300 + "etc/passwd", "C:\\Users\\王\\" + "x" * 4000 + ".png", "a\0b\n.jpg", "\u202egpj.exe")  # fmt: skip


@dataclass(frozen=True)
class Specimen:
    """A file under a name, what it is, what must become of it, and how a right one looks.

    `size` is that of the upright picture, `corner` where its red quarter is; `coloured`: red and blue can be told apart.
    """

    label: str
    content: bytes
    fate: str
    name: str = "a.jpg"
    size: tuple[int, int] | None = None
    corner: tuple[int, int] = (0, 0)
    coloured: bool = True
    transparent: bool = False


def specimen(number: int, seed: int = 20141) -> Specimen:
    """The file `number` of the corpus; 20 kinds take turns, so that a part of the corpus has all of them."""
    dice = random.Random(seed * 1_000_003 + number)
    made = (TURNS[number % len(TURNS)])(dice)
    return Specimen(**{**vars(made), "name": NAMES[number % len(NAMES)]})


def plain(dice, kinds=("JPEG", "PNG", "WEBP", "HEIF"), **given):
    """A picture as it should be."""
    kind = dice.choice(kinds)
    size = sides(dice)
    return Specimen(kind, saved(drawing(size), kind, **given), RIGHT, size=size)


def turned(dice):
    """A photo whose EXIF data says how the camera was held."""
    kind, orientation = dice.choice(("JPEG", "PNG", "WEBP", "MPO")), dice.randint(1, 8)
    size = sides(dice, 64)
    upright = size if orientation < 5 else size[::-1]
    content = saved(drawing(size), kind, exif=exif(orientation))
    return Specimen(f"{kind} turned", content, RIGHT, size=upright, corner=CORNERS[orientation])


def placed(dice):
    """A photo with the place where it was taken in EXIF, in XMP, or in both."""
    kind = dice.choice(("JPEG", "PNG", "WEBP", "HEIF"))
    where = dice.choice(({"exif": exif(1, True)}, {"xmp": XMP}, {"exif": exif(1, True), "xmp": XMP}))
    size = sides(dice)
    if kind == "PNG" and "xmp" in where:
        return Specimen("PNG with XMP", with_text(saved(drawing(size), kind), XMP), RIGHT, size=size)
    return Specimen(f"{kind} with {'+'.join(where)}", saved(drawing(size), kind, **where), RIGHT, size=size)


def profiled(dice):
    """A picture in another colour space, or with a profile that is none."""
    kind = dice.choice(("JPEG", "PNG", "WEBP"))
    size, profile = sides(dice, 64), dice.choice((SRGB, SWAPPED, b"none", SRGB[:300]))
    shown = drawing(size)
    if profile is SWAPPED:
        red, green, blue = shown.split()
        shown = Image.merge("RGB", (red, blue, green))
    return Specimen(f"{kind} with a profile", saved(shown, kind, icc_profile=profile), RIGHT, size=size)


def moded(dice):
    """A picture in another colour mode or depth."""
    size = sides(dice)
    mode = dice.choice(("CMYK", "L", "YCbCr", "1", "LA", "P", "I;16"))
    content = saved(in_mode(size, mode), "JPEG" if mode in ("CMYK", "YCbCr") else "PNG")
    return Specimen(f"mode {mode}", content, RIGHT, size=size, coloured=mode in ("CMYK", "YCbCr", "P"))


def in_mode(size, mode):
    """The drawing in a mode; in one bit the red quarter is white."""
    if mode == "1":
        return drawing(size, "L").point(lambda value: 255 * (value > 40), "1")
    if mode == "I;16":
        return drawing(size, "L").convert("I").point(lambda value: value * 256).convert("I;16")
    return drawing(size, mode)


def deep(dice):
    """A PNG of 16 bits a channel with or without transparency, which is written here by hand."""
    size, alpha = sides(dice, most=300), dice.random() < 0.5
    red, blue = struct.pack(">HHH", 56_000, 0, 0), struct.pack(">HHH", 0, 0, 51_000)
    opaque = struct.pack(">H", 65_535) if alpha else b""
    middle, lower = size[0] // 2, size[1] // 2
    upper_row = b"\0" + (red + opaque) * middle + (blue + opaque) * (size[0] - middle)
    rows = upper_row * lower + (b"\0" + (blue + opaque) * size[0]) * (size[1] - lower)
    head = struct.pack(">IIBBBBB", *size, 16, 6 if alpha else 2, 0, 0, 0)
    chunks = png_chunk(b"IHDR", head), png_chunk(b"IDAT", zlib.compress(rows)), png_chunk(b"IEND", b"")
    return Specimen("48 or 64 bits", b"\x89PNG\r\n\x1a\n" + b"".join(chunks), RIGHT, size=size)


def clear(dice):
    """A picture whose lower right corner is transparent."""
    kind, size = dice.choice(("PNG", "WEBP", "HEIF")), sides(dice, 64)
    made = drawing(size, "RGBA")
    made.paste((0, 0, 0, 0), (size[0] // 2, size[1] // 2, *size))
    return Specimen(f"{kind} transparent", saved(made, kind), RIGHT, size=size, transparent=True)


def moving(dice):
    """A file of several pictures, of which the first is shown."""
    kind, size = dice.choice(("WEBP", "PNG", "MPO")), sides(dice, 64, 1200)
    others = [drawing(size).rotate(180)] * dice.randint(1, 5)
    return Specimen(f"{kind} moving", saved(drawing(size), kind, save_all=True, append_images=others), RIGHT, size=size)


def polyglot(dice):
    """A picture that is something else as well: a zip, a page, a program, a document."""
    kind, size = dice.choice(("JPEG", "PNG", "WEBP", "HEIF")), sides(dice)
    hidden = dice.choice((b"PK\x03\x04" + b"\0" * 99, b"<script>alert(1)</script>", b"<?php system(1); ?>", document()))
    content = saved(drawing(size), kind)
    if kind == "JPEG" and dice.random() < 0.5:
        content = saved(drawing(size), kind, comment=hidden)
    elif kind == "PNG" and dice.random() < 0.5:
        content = with_text(content, hidden)
    else:
        content += hidden
    return Specimen(f"{kind} polyglot", content, RIGHT, size=size)


def cut(dice):
    """A file of which the second half did not arrive; its pixels are noise, so that no half of it is a whole picture."""
    kind = dice.choice(("JPEG", "PNG", "WEBP", "HEIF"))
    noise = Image.frombytes("RGB", (96, 64), dice.randbytes(96 * 64 * 3))
    content = saved(noise, kind)
    return Specimen(f"{kind} cut", content[: int(len(content) * dice.uniform(0.02, 0.6))], REFUSED)


def damaged(dice):
    """A file with bytes changed on the way: shown or refused, but never more than the pixels."""
    kind = dice.choice(("JPEG", "PNG", "WEBP", "HEIF"))
    content = bytearray(saved(drawing(sides(dice)), kind, exif=exif(6, True)))
    for _ in range(dice.randint(1, 12)):
        content[dice.randrange(len(content))] = dice.randrange(256)
    return Specimen(f"{kind} damaged", bytes(content), EITHER)


def random_bytes(dice):
    """Noise behind the signature of a picture."""
    head = dice.choice(
        (b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\x00\x10\x00\x00WEBPVP8 ", b"\0\0\0\x18ftypheic")
    )
    return Specimen("noise", head + dice.randbytes(dice.randint(0, 5000)), REFUSED)


def huge(dice):
    """A pixel bomb: a header that promises hundreds of millions of pixels, or a text that unpacks to megabytes."""
    kind = dice.choice(("PNG", "PNG tall", "JPEG", "WEBP", "text"))
    if kind == "text":
        packed = b"Comment\0\0" + zlib.compress(b"a" * 30_000_000)
        return Specimen("text bomb", with_chunk(saved(drawing(), "PNG"), b"zTXt", packed), EITHER)
    made = {
        "PNG": lambda: bomb(dice.choice((10_000, 30_000)), dice.choice((10_000, 60_000))),
        "PNG tall": lambda: bomb(1, 2**31 - 1),
        "JPEG": lambda: enlarged_jpeg(saved(drawing(), "JPEG")),
        "WEBP": lambda: b"RIFF\x3a\0\0\0WEBPVP8X\x0a\0\0\0\x10\0\0\0\xff\x3f\0\xff\x3f\0" + b"VP8 " + bytes(36),
    }[kind]()
    return Specimen(f"{kind} bomb", made, REFUSED)


def something_else(dice):
    """A file that only says by its name that it is a picture."""
    return Specimen(*dice.choice(OTHERS), REFUSED)


OTHERS = (
    ("SVG", SVG),
    ("SVG after blanks", b" \n\t" + SVG),
    ("SVG with a mark", b"\xef\xbb\xbf<?xml version='1.0'?>" + SVG),
    ("SVG in UTF-16", SVG.decode().encode("utf-16")),
    ("page", b"<!DOCTYPE html><script>alert(1)</script>"),
    ("zip", b"PK\x03\x04" + bytes(99)),
    ("GIF", b"GIF89a" + bytes(99)),
    ("program", b"MZ" + bytes(99)),
    ("PDF", document()),
    ("nothing", b""),
    ("TIFF", b"II*\0" + bytes(99)),
    ("AVIF", b"\0\0\0\x1cftypavif" + bytes(99)),
    ("film", b"\0\0\0\x18ftypmp42" + bytes(99)),
)


def large(dice):
    """A picture of up to 64 million pixels, the most that is accepted; one in fifty of its turns, since it takes seconds."""
    if dice.random() > 0.02:
        return plain(dice)
    size, kind = dice.choice(((8000, 8000), (9200, 6900), (64_000, 1000))), dice.choice(("JPEG", "PNG"))
    return Specimen(f"{kind} large", saved(drawing(size, "RGBA" if kind == "PNG" else "RGB"), kind), RIGHT, size=size)


TURNS = (
    plain, turned, placed, profiled, moded, deep, clear, moving, polyglot, cut,
    damaged, random_bytes, huge, something_else, large, turned, placed, turned, polyglot, damaged,
)  # fmt: skip


def sides(dice, least=1, most=4000):
    """A width and a height."""
    longest = dice.choice([size for size in SIZES if least <= size <= most])
    shorter = max(least, int(longest * dice.uniform(0.3, 1)))
    return (longest, shorter) if dice.random() < 0.7 else (shorter, longest)


def saved(made, kind, **given):
    """The bytes of a file."""
    written = io.BytesIO()
    made.save(written, kind, **given)
    return written.getvalue()


def exif(orientation, place=False):
    """EXIF data as a phone writes it."""
    made = Image.Exif()
    made[ORIENTATION], made[MAKE] = orientation, "SecretPhone"
    if place:
        made.get_ifd(GPS).update(SHANGHAI)
    return made.tobytes()


def with_text(png, text):
    """The PNG with a text chunk that is not compressed."""
    return with_chunk(png, b"tEXt", b"Comment\0" + text)


def with_chunk(png, name, body):
    """The PNG with a chunk behind its header."""
    return png[:33] + png_chunk(name, body) + png[33:]


def enlarged_jpeg(jpeg):
    """The JPEG with 65,500 by 65,500 pixels in its frame header (ITU-T T.81, B.2.2)."""
    at = jpeg.index(b"\xff\xc0") + 5
    return jpeg[:at] + struct.pack(">HH", 65_500, 65_500) + jpeg[at + 4 :]

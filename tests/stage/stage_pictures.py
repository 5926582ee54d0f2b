"""Pictures and documents made by script, as telephones, scanners and attackers send them."""

import io
import struct
import zlib

import pillow_heif
from PIL import Image

pillow_heif.register_heif_opener()
ORIENTATION, GPS, MAKE = 0x0112, 0x8825, 0x010F
SHANGHAI = {1: "N", 2: (31.0, 13.0, 49.08), 3: "E", 4: (121.0, 28.0, 26.4)}


def drawing(size=(64, 48), mode="RGB"):
    """A picture whose upper left corner is red and whose other corners are blue, so that a turn is seen."""
    made = Image.new("RGB", size, (0, 0, 200))
    made.paste((220, 0, 0), (0, 0, size[0] // 2, size[1] // 2))
    return made.convert(mode)


def picture(kind="JPEG", size=(64, 48), mode="RGB", *, orientation=1, place=False, **given):
    """The bytes of a picture file, with EXIF data as a telephone writes it where `orientation` or `place` ask for it."""
    exif = Image.Exif()
    if orientation != 1 or place:
        exif[ORIENTATION], exif[MAKE] = orientation, "SecretPhone"
    if place:
        exif.get_ifd(GPS).update(SHANGHAI)
    written = io.BytesIO()
    drawing(size, mode).save(written, kind, **({"exif": exif.tobytes()} if orientation != 1 or place else {}), **given)
    return written.getvalue()


def bomb(width=30_000, height=30_000):
    """A PNG of a few hundred bytes whose header promises 900 million pixels."""

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", head)
        + png_chunk(b"IDAT", zlib.compress(b"\0" * 99))
        + png_chunk(b"IEND", b"")
    )


def png_chunk(name, body):
    """A chunk of a PNG file."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def opened(content):
    """The picture in a file, decoded."""
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def document(text=b"", *, script=b""):
    """The bytes of a PDF of one page; `script` is put into its catalogue."""
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R " + script + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] " + text + b" >>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + b"xref\n0 4\n0000000000 65535 f \n%strailer << /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        len(made),
    )

"""Judges the published files of a picture of the corpus: by their pixels, and by the chunks of WebP without any library."""

import io
import struct

from PIL import Image

SECRETS = (
    b"SecretPhone",
    b"31.2303",
    b"31,13.8",
    b"<script",
    b"PK\x03\x04",
    b"<?php",
    b"%PDF",
    b"Exif\0\0",
    b"ICC_PROFILE",
)


def chunks(webp):
    """The names of the chunks of a WebP file (RFC 9649), which must be its whole length; read without any library of pictures."""
    assert webp[:4] == b"RIFF" and webp[8:12] == b"WEBP" and struct.unpack("<I", webp[4:8])[0] == len(webp) - 8
    at, found = 12, []
    while at < len(webp):
        found.append(webp[at : at + 4])
        at += 8 + (struct.unpack("<I", webp[at + 4 : at + 8])[0] + 1) // 2 * 2
    return found


def faults(it, accepted):
    """What is wrong with the published files of a Specimen, as sentences; empty when all is right."""
    files = [accepted.content, *accepted.thumbnails.values()]
    found = [f"holds {secret!r}" for secret in SECRETS for each in files if secret in each]
    found += [
        f"has a chunk {name!r}" for each in files for name in set(chunks(each)) - {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"}
    ]
    shown = Image.open(io.BytesIO(accepted.content))
    shown.load()
    if it.size and (size := within(it.size)) != shown.size:
        found.append(f"is {shown.size}, not {size}")
    return found + (_pixels(it, shown) if it.size and min(shown.size) >= 8 else [])


def within(size, side=2048):
    """The size of a picture that is made smaller."""
    if max(size) <= side:
        return size
    return tuple(max(1, round(edge * side / max(size))) for edge in size)


def _pixels(it, shown):
    right, lower = (edge - 1 for edge in shown.size)
    if it.transparent and not (shown.mode == "RGBA" and shown.getpixel((right, lower))[3] == 0):
        return ["is not transparent"]
    pixels = {
        at: shown.convert("RGB").getpixel((at[0] * right, at[1] * lower)) for at in ((0, 0), (1, 0), (0, 1), (1, 1))
    }
    if it.coloured:
        others = [at for at in pixels if at != it.corner and not (it.transparent and at == (1, 1))]
        fine = _near(pixels[it.corner], (220, 0, 0)) and all(_near(pixels[at], (0, 0, 200)) for at in others)
    else:
        fine = pixels[it.corner] != pixels[(1 - it.corner[0], 1 - it.corner[1])]
    return [] if fine else [f"shows {pixels}"]


def _near(pixel, colour):
    return all(abs(one - other) < 60 for one, other in zip(pixel, colour, strict=True))

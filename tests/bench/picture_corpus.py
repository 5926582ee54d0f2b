"""A corpus of pictures made by script, each accepted right or clearly refused, and the memory and CPU of the decoder.

    PYTHONPATH=.:tests/stage .venv/bin/python tests/bench/picture_corpus.py 2000

Sizes, orientations, colour modes, profiles, places, cut files, bombs and what only looks like a picture, by a fixed seed.
"""

import random
import resource
import sys
import time
from collections import Counter

from PIL import ImageCms
from stage_pictures import bomb, document, opened, picture

from boards.files.accepting import accept
from forum.problems import Invalid

CORNERS = {
    1: (0, 0),
    2: (1, 0),
    3: (1, 1),
    4: (0, 1),
    5: (0, 0),
    6: (1, 0),
    7: (1, 1),
    8: (0, 1),
}  # as in test_accepting.py
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
MODES = {
    "JPEG": ("RGB", "L", "CMYK"),
    "PNG": ("RGB", "RGBA", "P", "L", "LA", "1"),
    "WEBP": ("RGB", "RGBA"),
    "HEIF": ("RGB", "RGBA"),
}
FALSE = (
    b"<svg onload='alert(1)'/>",
    b"PK\x03\x04" + b"\0" * 99,
    b"GIF89a" + b"\0" * 99,
    b"\xff\xd8\xff\xe0" + b"\0" * 500,
    b"",
    document(),
    bomb(),
    bomb(10_000, 10_000),
    bomb(300, 300),
)


def made(dice):
    """(bytes, whether they are a whole picture, its orientation, its mode) of one file of the corpus."""
    fate = dice.random()
    if fate < 0.15:
        return dice.choice(FALSE), False, 1, ""
    kind = dice.choice(list(MODES))
    mode = dice.choice(MODES[kind])
    longest = dice.choice((8, 64, 300, 1200, 2500, 4000))
    size = max(8, longest), max(8, int(longest * dice.uniform(0.3, 1)))
    orientation = dice.randint(1, 8) if kind != "HEIF" else 1
    given = (
        {"icc_profile": dice.choice((PROFILE, b"none"))}
        if mode == "RGB" and kind != "HEIF" and dice.random() < 0.3
        else {}
    )
    content = picture(kind, size, mode, orientation=orientation, place=dice.random() < 0.5, **given)
    if fate < 0.3:
        return content[: len(content) // 2], False, 1, mode
    return content, True, orientation, mode


def is_right(content, orientation, mode):
    """Whether the published file is upright and nothing of the original's metadata is in it or its thumbnails."""
    accepted = accept(content, "a.jpg")
    files = [accepted.content, *accepted.thumbnails.values()]
    bare = all(b"SecretPhone" not in each and not opened(each).getexif() for each in files)
    shown = opened(accepted.content).convert("RGB")
    right, lower = (edge - 1 for edge in shown.size)
    red = {at: shown.getpixel((at[0] * right, at[1] * lower))[0] for at in CORNERS.values()}
    turned = mode in ("1", "L", "LA") or max(red, key=red.get) == CORNERS[orientation]
    return bare and turned and max(shown.size) <= 2048


def main(count):
    """Print what became of the corpus; exit 1 when one picture became what it should not."""
    dice, outcomes, began = random.Random(20141), Counter(), time.process_time()
    for number in range(count):
        content, whole, orientation, mode = made(dice)
        try:
            right = is_right(content, orientation, mode) if whole else not accept(content, "a.jpg")
            outcome = "accepted, right" if right else "WRONG"
        except Invalid as refused:
            outcome = "WRONG: refused" if whole else str(refused.errors["pictures"])
        outcomes[outcome] += 1
        if outcome.startswith("WRONG"):
            print(number, outcome, orientation, mode)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    for outcome, times in outcomes.most_common():
        print(f"{times:6}  {outcome}")
    print(f"largest decoder {used.ru_maxrss // 1024} MB; {(used.ru_utime + used.ru_stime) / count:.2f} s of CPU a file")
    print(f"the script itself {time.process_time() - began:.0f} s of CPU")
    return any(outcome.startswith("WRONG") for outcome in outcomes)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))

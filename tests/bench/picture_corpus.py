"""A corpus of pictures made by script, each published right or clearly refused, and the memory and CPU of the decoder.

    PYTHONPATH=.:tests/stage .venv/bin/python tests/bench/picture_corpus.py 2000

Where `exiv2` is installed (`pip install exiv2`), it reads the published files as well: it knows EXIF, XMP and IPTC.
"""

import importlib
import resource
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from stage_picture_corpus import EITHER, REFUSED, RIGHT, specimen
from stage_picture_judge import faults

from boards.files.accepting import accept
from boards.files.rules import shown_name
from forum.problems import Invalid


def main(count):
    """Print what became of the corpus; exit 1 when one picture became what it should not."""
    outcomes, kinds, wrong, began = Counter(), Counter(), 0, time.process_time()
    read = reader()
    # In another process, since the memory of a process is counted from that of the one which starts it.
    with ProcessPoolExecutor(1) as drawing:
        for number in range(count):
            it = drawing.submit(specimen, number).result()
            outcome, found = judged(it, read)
            kinds[it.label] += 1
            outcomes[outcome] += 1
            wrong += bool(found)
            if found:
                print(number, it.label, outcome, found, flush=True)
        report(count, outcomes, kinds, time.process_time() - began)
    print(f"{wrong} wrong; metadata looked for by {'exiv2 and ' if read else ''}the chunks of RFC 9649")
    return bool(wrong)


def judged(it, read):
    """(outcome of a Specimen, what is wrong with it)."""
    name = shown_name(it.name)
    named = [] if len(name) <= 80 and not set(name) & set("/\\\0\n\u202e") else ["its name is shown as " + repr(name)]
    try:
        accepted = accept(it.content, it.name)
    except Invalid as refused:
        sentence = str(refused.errors["pictures"])
        return sentence, named + (["is refused"] if it.fate == RIGHT else [])
    found = faults(it, accepted) + (["is accepted"] if it.fate == REFUSED else [])
    for each in (accepted.content, *accepted.thumbnails.values()):
        found += read(each) if read else []
    return "published" + (" though damaged" if it.fate == EITHER else ""), named + found


def reader():
    """A function that names the metadata which exiv2 finds in a file; None without exiv2."""
    try:
        exiv2 = importlib.import_module("exiv2")
    except ImportError:
        return None

    def read(content):
        image = exiv2.ImageFactory.open(content)
        image.readMetadata()
        return [str(each.key()) for data in (image.exifData(), image.xmpData(), image.iptcData()) for each in data]

    return read


def report(count, outcomes, kinds, seconds):
    """Print the figures."""
    for outcome, times in outcomes.most_common():
        print(f"{times:6}  {outcome}")
    print(", ".join(f"{label} {times}" for label, times in sorted(kinds.items())))
    used, own = resource.getrusage(resource.RUSAGE_CHILDREN), resource.getrusage(resource.RUSAGE_SELF)
    print(f"largest decoder {used.ru_maxrss // 1024} MB; {(used.ru_utime + used.ru_stime) / count:.2f} s of CPU a file")
    print(f"the script itself {own.ru_maxrss // 1024} MB, {seconds:.0f} s of CPU")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))

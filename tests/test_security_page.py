"""docs/security.md names, for each item of the ASVS, a file where it holds and a test: both exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| (.+) \| (.*) \| (.+) \|$", re.MULTILINE)
ITEMS = """
    1.2.1 1.2.2 1.2.4 1.2.9 1.2.10 1.3.1 1.3.4 1.3.6 1.3.7 1.3.12 2.3.1 2.3.3 2.3.4 2.3.5 2.4.1 3.2.1 3.3.1 3.3.2 3.3.3
    3.3.4 3.4.1 3.4.3 3.4.4 3.4.6 3.5.1 3.5.3 3.7.2 4.1.3 5.2.1 5.2.2 5.2.3 5.2.4 5.2.6 5.3.2 5.4.1 6.2.4 6.3.1 6.3.3
    6.3.8 6.4.3 7.2.4 7.4.1 7.4.2 7.4.3 7.5.3 8.2.1 8.2.2 8.2.3 8.3.2 14.2.2 14.2.8 14.3.2 15.3.3 15.4.2 16.4.1
""".split()


def test_every_item_stands_there_once():
    assert [row[0] for row in ROW.findall(PAGE)] == ITEMS


def test_every_file_and_every_test_that_it_names_exists():
    missing = []
    for item, _, where, test in ROW.findall(PAGE):
        files, tests = re.findall(r"`([^`]+)`", where), re.findall(r"`([^`:]+)::(\w+)`", test)
        assert (files and tests) or test.startswith("none"), item
        missing += [(item, file) for file in files if not (ROOT / file).is_file()]
        missing += [(item, name) for file, name in tests if not _defines(ROOT / file, name)]
    assert not missing


def _defines(file, name):
    return file.is_file() and f"def {name}(" in file.read_text(encoding="utf-8")

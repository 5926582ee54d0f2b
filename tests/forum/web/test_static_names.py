"""The names of static files follow from their contents."""

import pytest

from forum.problems import NotFound
from forum.web.static_files import SITE_SHEETS, StaticFiles


def test_another_content_has_another_name(tmp_path):
    for name in SITE_SHEETS:
        (tmp_path / name).write_bytes(b"a{}")
    before = StaticFiles(tmp_path).hashed_name("site.css")
    (tmp_path / "wenqu.css").write_bytes(b"b{}")
    after = StaticFiles(tmp_path)
    assert after.hashed_name("site.css") != before
    assert after.find(before)[1] is False
    with pytest.raises(NotFound):
        after.find("wave.svg")

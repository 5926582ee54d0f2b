"""The file of WENQU_SITE: what it may contain, and that a wrong one stops the start."""

import pytest

from forum.config import SettingsError, from_environ
from forum.site_settings import Site


@pytest.fixture
def read(tmp_path):
    """read(text): the Site of a file with that text."""

    def site(text):
        (tmp_path / "site.toml").write_text(text, encoding="utf-8")
        return from_environ({"WENQU_DATA": str(tmp_path / "data"), "WENQU_SITE": str(tmp_path / "site.toml")}).site

    return site


def test_without_a_file_the_hotline_has_its_usual_number(tmp_path):
    assert from_environ({"WENQU_DATA": str(tmp_path)}).site == Site("", "96811")


@pytest.mark.parametrize(
    ("text", "site"),
    [
        ('city = "瑞安市"\nhotline = "12345"\n', Site("瑞安市", "12345")),
        ('\ufeffhotline = "0570-96811"', Site("", "0570-96811")),
        ('city = "克孜勒苏柯尔克孜自治州"', Site("克孜勒苏柯尔克孜自治州")),
        ('host = "清源市数据局"\nicp = "浙ICP备12345678号-1"', Site(host="清源市数据局", icp="浙ICP备12345678号-1")),
        (
            'police = "浙公网安备 33080202000123号"\ncode = "3308000001"',
            Site(police="浙公网安备 33080202000123号", code="3308000001"),
        ),
        (
            'phone = "0570-3021234"\nmail = "wenqu@qingyuan.example.cn"',
            Site(phone="0570-3021234", mail="wenqu@qingyuan.example.cn"),
        ),
        ('privacy = """一段\n\n二段"""', Site(privacy="一段\n\n二段")),
        ("", Site()),
    ],
)
def test_what_the_file_says_is_taken(read, text, site):
    assert read(text) == site


@pytest.mark.parametrize(
    "text",
    ['hotline = 96811', 'hotline = "热线"', 'hotline = "12"', 'hotline = "-123"', 'hotline = "1\\n23"', 'city = ""', 'city = "<b>"', 'town = "瑞安"', 'icp = "12345678"', 'police = "浙公网安备 33号"', 'mail = "wenqu"', 'host = "<b>"', 'phone = "打电话"', 'code = "33"', "city ="],
)  # fmt: skip
def test_a_wrong_file_stops_the_start_with_a_line_that_says_what_is_allowed(read, text):
    with pytest.raises(SettingsError, match="WENQU_SITE.*hotline"):
        read(text)


def test_a_file_that_is_not_there_stops_the_start(tmp_path):
    with pytest.raises(SettingsError, match="WENQU_SITE"):
        from_environ({"WENQU_DATA": str(tmp_path), "WENQU_SITE": str(tmp_path / "none.toml")})


def test_it_knows_what_a_site_open_to_the_public_still_lacks():
    assert Site().unset == ("host", "icp", "phone")
    assert Site(host="清源市数据局", icp="浙ICP备12345678号", address="清源市府前街 1 号").unset == ()

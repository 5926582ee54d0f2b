"""The ground's own pages, in a browser whose forms have no token."""

import re
from dataclasses import replace

import pytest
from stage_clients import without_tokens

from forum.site_settings import Site


@pytest.fixture
def browser(app):
    return without_tokens(app.test_client())


def test_a_guest_changes_the_language_without_a_cookie_and_comes_back(browser):
    answer = browser.post("/language", data={"lang": "en", "next": "/departments?level=1"})
    assert (answer.status_code, answer.location) == (303, "/departments?level=1")
    assert '<html lang="en">' in browser.get("/about").text


def test_an_unknown_language_is_refused(browser):
    assert browser.post("/language", data={"lang": "xx"}).status_code == 422


def test_nothing_else_is_free_of_the_token(browser):
    assert browser.post("/login", data={"username": "chenxiao", "password": "x"}).status_code == 400


@pytest.fixture
def of_city(app):
    """of_city(**settings): the site with these settings of WENQU_SITE."""

    def with_site(**settings):
        current = app.extensions["wenqu"].current_city
        current.city = replace(current.city, site=Site(**settings))
        return app.test_client()

    return with_site


def test_the_footer_names_the_host_and_its_filings_with_their_registers(of_city):
    page = (
        of_city(
            host="清源市数据局",
            icp="浙ICP备12345678号-1",
            police="浙公网安备 33080202000123号",
            mail="w@qingyuan.example.cn",
        )
        .get("/about")
        .text
    )
    assert "主办单位：清源市数据局" in page
    assert re.search(r'<a href="https://beian\.miit\.gov\.cn/"[^>]*>浙ICP备12345678号-1</a>', page)
    assert "code=33080202000123" in page and 'href="mailto:w@qingyuan.example.cn"' in page


def test_what_is_not_set_leaves_no_empty_line_and_only_the_administrator_is_told(of_city, client_of, cast):
    page = of_city().get("/about").text
    assert "主办单位" not in page and "beian" not in page and "联系我们" not in page and "WENQU_SITE" not in page
    assert "WENQU_SITE" in client_of(cast.administrator).get("/about").text


def test_the_privacy_page_says_who_is_responsible_or_that_nobody_is_named_yet(of_city):
    assert "还没有写明主办单位" in of_city().get("/about/privacy").text
    page = of_city(host="清源市数据局", phone="0570-3021234", privacy="第一段\n\n第二段").get("/about/privacy").text
    assert "清源市数据局" in page and "0570-3021234" in page and "<p>第二段</p>" in page


def test_the_accessibility_statement_says_how_to_reach_the_city(of_city):
    page = (
        of_city(hotline="12345", address="清源市府前街 1 号", accessibility="已请人检测。")
        .get("/about/accessibility")
        .text
    )
    assert "12345" in page and "府前街" in page and "<p>已请人检测。</p>" in page


@pytest.mark.parametrize(("size", "large"), [("large", True), ("usual", False)])
def test_large_type_holds_for_every_page_until_it_is_switched_back(browser, size, large):
    answer = browser.post("/language", data={"type": size, "next": "/about"})
    assert answer.location == "/about"
    for address in ("/", "/about", "/login"):
        page = browser.get(address).text
        assert ('<html lang="zh-CN" class="large">' in page) is large
        assert ("标准字号" in page) is large and ("大字版" in page) is not large

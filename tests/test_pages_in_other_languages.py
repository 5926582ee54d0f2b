"""A walk through the pages in English and in traditional Chinese, as each role that has pages of its own."""

import logging
import re

import pytest
from walk_known import arguments, named
from walk_languages import LanguageWalk, UnmarkedChinese, sentences

from forum.i18n import catalogue
from forum.text.scripts import traditional
from forum.web.door import EVERYONE

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ROLES = ("guest", "asker", "spokesperson", "moderator", "operator", "supervisor", "administrator")
WRITTEN = {"部门在线", "互动交流", "来电"}  # by people: names of categories, a word of a title


@pytest.fixture
def pages(app, client_of, api_of, secrets):
    """pages(role, language): {address: HTML}, of everybody's pages as a guest, else of those for some roles alone."""

    def open_all(role, language):
        actor = getattr(secrets.cast, role)
        given = arguments(secrets, actor), named(secrets, client_of(actor))
        rules = [rule for rule in app.url_map.iter_rules() if role == "guest" or for_some(app, rule)]
        return LanguageWalk(app, client_of, api_of, role, actor, *given, language=language).walk(rules).pages

    logging.disable(logging.ERROR)
    yield open_all
    logging.disable(logging.NOTSET)


def for_some(app, rule):
    whole = rule.rule == "/threads/<id:thread_id>"  # what it shows of a case depends on who reads it
    return whole or getattr(app.view_functions[rule.endpoint], "door", EVERYONE) is not EVERYONE


@pytest.fixture(scope="module")
def simplified():
    """Parts of the program's sentences that traditional Chinese writes otherwise."""
    said = [each.id[0] if each.pluralizable else each.id for each in catalogue.extract() if each.id]
    parts = {part.strip() for each in said for part in re.split(r"%\(\w+\)\w+", each)}
    return {part for part in parts - WRITTEN if len(part) > 1 and traditional(part) != part}


@SQLITE
@pytest.mark.parametrize("role", ROLES)
def test_chinese_says_so_on_english_pages_and_traditional_pages_have_no_simplified_sentence(pages, simplified, role):
    english, traditional_pages = pages(role, "en"), pages(role, "zh-TW")
    unmarked = {address: UnmarkedChinese(page).found for address, page in english.items()}
    left = {address: sentences(page) & simplified for address, page in traditional_pages.items()}
    assert {address: texts for address, texts in unmarked.items() if texts} == {}
    assert {address: texts for address, texts in left.items() if texts} == {}
    assert len(english) > 10


def test_what_is_not_marked_is_found():
    page = '<body><p lang="zh-CN">路灯</p><p>路灯</p><input title="坏了" lang="zh-CN"><input title="坏了"></body>'
    assert UnmarkedChinese(page).found == ["路灯", "坏了"]
    assert sentences('<body><b data-words="发表">回复</b></body>') == {"回复", "发表"}

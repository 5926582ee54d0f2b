from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask, g, render_template_string

from forum.i18n import languages
from forum.messages import M, N

ZONE = ZoneInfo("Asia/Shanghai")
AT = datetime(2014, 9, 30, 2, 0, tzinfo=UTC)
SMALL = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "%(n)s 条"
msgid_plural "%(n)s 条"
msgstr[0] "%(n)s reply"
msgstr[1] "%(n)s replies"

msgctxt "动词"
msgid "关注"
msgstr "Follow"

msgid "关注"
msgstr "Attention"

#, fuzzy
msgid "存疑"
msgstr "Doubtful"

msgid "未译"
msgstr ""
"""


@pytest.fixture
def app():
    app = Flask(__name__)
    languages.install(app, ZONE)
    return app


def rendered(app, language, template, **values):
    with app.app_context():
        g.language = language
        return render_template_string(template, **values)


@pytest.mark.parametrize(
    ("cookie", "accept", "language"),
    [
        (None, None, "zh-CN"),
        (None, "", "zh-CN"),
        (None, "en-GB,en;q=0.9", "en"),
        (None, "en", "en"),
        (None, "zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant"),
        (None, "zh-HK", "zh-Hant"),
        (None, "zh-Hant-MO,en", "zh-Hant"),
        (None, "zh-Hans-HK,zh-TW;q=0.5", "zh-CN"),
        (None, "zh-SG", "zh-CN"),
        ("zh-Hant", "en", "zh-Hant"),
        (None, "en;q=0.3,zh;q=0.8", "zh-CN"),
        (None, "fr,de;q=0.7", "zh-CN"),
        (None, "fr,en;q=0.1", "en"),
        (None, "*", "zh-CN"),
        (None, "zh;q=0,en;q=0.1", "en"),
        (None, ";;;q=x,,", "zh-CN"),
        ("en", "zh-CN", "en"),
        ("zh-CN", "en", "zh-CN"),
        ("fr", "en", "en"),
        ("../en", None, "zh-CN"),
    ],
)
def test_the_cookie_decides_then_the_browser_then_chinese(cookie, accept, language):
    assert languages.choose_language(cookie, accept) == language


def test_a_message_is_put_into_both_languages():
    message = M("没有找到")
    assert languages.in_language(message, "zh-CN") == "没有找到"
    assert languages.in_language(message, "en") == "Not found"


def test_messages_among_the_values_are_translated_too():
    message = M("%(name)s：得到的是 %(got)s，应当是 %(allowed)s。", name="X", got=1, allowed=M("网民"))
    assert languages.in_language(message, "en") == "X is 1; allowed: Netizen."
    assert languages.in_language(message, "zh-CN") == "X：得到的是 1，应当是 网民。"


def test_people_s_own_words_are_not_translated():
    assert languages.in_language("没有找到", "en") == "没有找到"


def test_what_has_no_translation_stays_chinese():
    assert languages.in_language(M("谁也没有译过这一句"), "en") == "谁也没有译过这一句"


@pytest.fixture
def small_catalogue(tmp_path, monkeypatch):
    """English out of a file with a plural, two contexts, a fuzzy message and one that is not translated yet."""
    file = tmp_path / "en.po"
    file.write_text(SMALL, encoding="utf-8")
    monkeypatch.setitem(languages.CATALOGUES, "en", file)
    languages.translations.cache_clear()
    yield languages.translations("en")
    languages.translations.cache_clear()


def test_the_number_chooses_the_form(small_catalogue):
    forms = [small_catalogue.ngettext("%(n)s 条", "%(n)s 条", n) for n in (0, 1, 2)]
    assert forms == ["%(n)s replies", "%(n)s reply", "%(n)s replies"]
    assert languages.translations("zh-CN").ngettext("%(n)s 条", "%(n)s 条", 1) == "%(n)s 条"


def test_a_context_keeps_two_meanings_apart(small_catalogue):
    assert small_catalogue.pgettext("动词", "关注") == "Follow"
    assert small_catalogue.gettext("关注") == "Attention"
    assert small_catalogue.pgettext("名词", "关注") == "关注"
    assert small_catalogue.npgettext("名词", "一", "多", 2) == "多"


def test_a_doubtful_or_empty_translation_stays_chinese(small_catalogue):
    assert small_catalogue.gettext("存疑") == "存疑"
    assert small_catalogue.gettext("未译") == "未译"


def test_the_english_catalogue_is_read_once():
    assert languages.translations("en") is languages.translations("en")


def test_templates_speak_the_language_of_the_request(app):
    template = "{{ _('没有找到') }}|{{ pgettext('x', '没有') }}|{{ label|t }}"
    assert rendered(app, "en", template, label=M("网民")) == "Not found|没有|Netizen"
    assert rendered(app, "zh-CN", template, label=M("网民")) == "没有找到|没有|网民"


def test_templates_escape_the_values_of_a_message(app):
    shown = rendered(app, "en", "{{ _('共 %(n)s 条', n=n) }}", n="<b>")
    assert shown == "共 &lt;b&gt; 条"
    label = M("含有不是文字的字符 U+%(code)s，请删去。", code="<b>")
    assert "<b>" not in rendered(app, "en", "{{ label|t }}", label=label)


def test_templates_speak_chinese_where_no_language_was_chosen(app):
    with app.app_context():
        assert render_template_string("{{ _('没有找到') }}") == "没有找到"


def test_templates_show_times_and_numbers(app):
    template = "{{ at|moment }}|{{ at|day }}|{{ at|iso }}|{{ 14301|number }}|{{ 99.19|percent }}"
    assert rendered(app, "zh-CN", template, at=AT) == (
        "2014-09-30 10:00|2014年9月30日|2014-09-30T10:00:00+08:00|14,301|99.19%"
    )
    assert rendered(app, "en", "{{ at|moment }}|{{ at|day }}", at=AT) == ("2014-09-30 10:00|30 September 2014")


@pytest.mark.parametrize(("n", "english"), [(1, "1 report answered"), (2, "2 reports answered")])
def test_a_counted_message_has_its_form_for_one(n, english):
    message = N("答复了 %(n)s 份举报", n=n)
    assert languages.in_language(message, "en") == english
    assert languages.in_language(message, "zh-CN") == f"答复了 {n} 份举报"
    assert languages.in_language(message, "zh-Hant") == f"答覆了 {n} 份舉報"
    assert languages.in_language(N("答复了 %(n)s 份举报").with_values(n=n), "en") == english

"""The languages: Chinese is written in the code, English comes from locale/en.po, traditional Chinese is computed.

The language of a request is chosen once (`choose_language`) and stored in `flask.g.language`.
"""

from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g
from jinja2 import pass_eval_context
from markupsafe import Markup
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from forum.i18n import formats
from forum.messages import Message
from forum.text.scripts import traditional

SOURCE = "zh-CN"
TRADITIONAL = "zh-Hant"
LANGUAGES = {"zh-CN": "简体中文", "zh-Hant": "繁體中文", "en": "English"}
_BY_MAIN_TAG = {"zh": "zh-CN", "*": "zh-CN", "en": "en"}
_TRADITIONAL_TAGS = {"hant", "tw", "hk", "mo"}
CATALOGUES = {"en": Path(__file__).parents[1] / "locale" / "en.po"}


@lru_cache
def translations(language: str) -> NullTranslations:
    """gettext's functions for one of LANGUAGES; a message without translation stays Chinese.

    The .po file is compiled in memory at the first call, so that no build has to make a .mo file.
    """
    if language == SOURCE:
        return NullTranslations()
    if language == TRADITIONAL:
        return TraditionalChinese()
    with CATALOGUES[language].open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


class TraditionalChinese(NullTranslations):
    """gettext's functions for zh-Hant: each sentence of the source, converted. Nothing can be missing, and no file is kept by hand."""

    def gettext(self, message: str) -> str:
        """The sentence in traditional characters; its placeholders, and so the values put there, are not touched."""
        return traditional(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """As gettext: Chinese has one form for every number."""
        return traditional(msgid2)

    def pgettext(self, context: str, message: str) -> str:
        """As gettext."""
        return traditional(message)

    def npgettext(self, context: str, singular: str, plural: str, num: int) -> str:
        """As ngettext."""
        return traditional(plural)


def in_script(text: str) -> str:
    """A text of the city's own files, which have it in Chinese, in the characters of the request's language."""
    return traditional(text) if current_language() == TRADITIONAL else text


def in_language(message: Any, language: str) -> Any:
    """A Message as a sentence in `language`; a plain string is text that somebody wrote and is returned as it is."""
    if not isinstance(message, Message):
        return message
    sentence = unfilled(message, language)
    if not message.values:
        return sentence
    return sentence % {name: in_language(each, language) for name, each in message.values.items()}


def unfilled(message: Message, language: str) -> str:
    """The sentence of a Message in `language`, with its placeholders; a % of its own is doubled where it has values."""
    catalogue = translations(language)
    if not message.counted:
        return catalogue.gettext(message.msgid)
    return catalogue.ngettext(message.msgid, message.msgid, message.values["n"])


def choose_language(cookie: str | None = None, accept: str | None = None) -> str:
    """The language asked for by the cookie `lang`, else by Accept-Language, else Chinese."""
    if cookie in LANGUAGES:
        return cookie
    for wish, quality in parse_accept_header(accept, LanguageAccept):
        language = _language_of(wish)
        if quality and language:
            return language
    return SOURCE


def _language_of(tag):
    main, *more = tag.lower().split("-")
    if main == "zh" and "hans" not in more and _TRADITIONAL_TAGS.intersection(more):
        return TRADITIONAL
    return _BY_MAIN_TAG.get(main)


def current_language() -> str:
    """The language of the current request."""
    chosen: str = g.get("language", SOURCE)
    return chosen


def translate(message: Any) -> Any:
    """A Message in the language of the current request; a plain string is returned as it is."""
    return in_language(message, current_language()) if isinstance(message, Message) else message


def install(app: Flask, zone: ZoneInfo) -> None:
    """Give the templates of a Flask app `_`, `ngettext`, `pgettext`, {% trans %}, and filters.

    `t` puts a Message into words; `moment`, `day`, `number` and `percent` show values in the
    language of the request and in the time zone `zone`.
    """
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # the extension puts it there
        *map(_in_current_language, ("gettext", "ngettext")),
        newstyle=True,
        pgettext=_in_current_language("pgettext"),
        npgettext=_in_current_language("npgettext"),
    )
    app.jinja_env.globals["_"] = _gettext
    app.jinja_env.finalize = translate
    app.jinja_env.filters.update(
        t=translate,
        in_site_script=in_script,
        moment=lambda at: formats.moment(at, zone),
        day=lambda at: formats.day(at, zone, current_language()),
        iso=lambda at: formats.iso(at, zone),
        number=formats.number,
        percent=formats.percent,
    )
    for language in LANGUAGES:
        translations(language)


@pass_eval_context
def _gettext(how, msgid, **values):
    """Jinja's own `_`, ten times as fast: a page calls it some fifty times."""
    return (
        _format(current_language(), msgid, how.autoescape) % values
        if values
        else _sentence(current_language(), msgid, how.autoescape)
    )


@cache
def _format(language, msgid, autoescape):
    """The translation of `msgid`, with its placeholders."""
    words = translations(language).gettext(msgid)
    return Markup(words) if autoescape else words


@cache
def _sentence(language, msgid, autoescape):
    """The translation of a `msgid` without placeholders, in which %% still stands for %."""
    return _format(language, msgid, autoescape) % {}


def _in_current_language(name):
    def translated(*words):
        return getattr(translations(current_language()), name)(*words)

    return translated

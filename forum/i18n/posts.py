"""What people wrote, on a page in another language: its `lang`, and traditional characters where the reader asks for them.

Names, addresses, code and what is typed into a field are never converted; what is stored and what is proved stays as written.
"""

from typing import Any

from flask import Flask, g, request
from markupsafe import Markup

from forum.i18n.languages import TRADITIONAL, current_language, translate, unfilled
from forum.messages import Message
from forum.text.scripts import language_of, traditional_html

COOKIE = "posts"
ASKED = "hant"  # of the argument ?script= and of the cookie
AS_WRITTEN = "written"


def converts_posts() -> bool:
    """Whether this reader asks for posts in traditional characters: by ?script=, else by the cookie."""
    asked = request.args.get("script") or request.cookies.get(COOKIE)
    return asked == ASKED


def install(app: Flask) -> None:
    """Give the templates the filters `in_script`, `lang_attribute` and `with_lang`."""
    app.jinja_env.filters.update(in_script=in_script, lang_attribute=lang_attribute, with_lang=with_lang)
    app.jinja_env.globals.update(converting_posts=converting)


def in_script(html: str) -> str:
    """The HTML of a post, or a plain title, in the script that the reader asked for; Markup stays Markup."""
    if not isinstance(html, str) or not converting():
        return html
    return type(html)(traditional_html(html))


def lang_attribute(html: str) -> Markup:
    """The attribute ` lang="…"` for what somebody wrote; nothing where it is in the language of the page."""
    if not isinstance(html, str):
        return Markup()  # one of the site's own sentences
    language = language_of(html)
    if language == "zh-CN" and converting():
        language = TRADITIONAL
    return Markup() if language == current_language() else Markup(' lang="%s"') % language


def with_lang(text: Any) -> Any:
    """A name or line that somebody wrote, in a <span> with its `lang` where that is not the language of the page.

    For text without an element of its own: a name within a sentence or a link. A Message is put into words, and the
    names among its values get their spans. A name in Chinese needs no mark on a page in traditional characters: both
    are Chinese to a screen reader.
    """
    if not current_language().startswith("en"):
        return translate(text)
    if isinstance(text, Message):
        return _with_marked_values(text)
    attribute = lang_attribute(text)
    return Markup("<span%s>%s</span>") % (attribute, text) if attribute else text


def _with_marked_values(message):
    sentence = unfilled(message, current_language())
    values = {name: with_lang(value) for name, value in message.values.items()}
    return Markup.escape(sentence) % values if values else sentence


def converting() -> bool:
    """Whether posts are shown in traditional characters in this request: `converts_posts`, asked once."""
    if "converts_posts" not in g:
        g.converts_posts = converts_posts()
    asked: bool = g.converts_posts
    return asked

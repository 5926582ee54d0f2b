"""What is shown of a text: the one place that reads titles, texts and HTML for anybody to see.

A covered stretch stands as blocks in them; a sealed text is empty and a sealed title is SEALED_TITLE, whoever asks.
"""

from peewee import fn

from boards.models import Revision, Thread
from forum.messages import M

HIDDEN_TITLE = M("（标题已屏蔽）")
SEALED_TITLE = M("（标题已封存）")


def text(revision=Revision):
    """The column of a text as it is shown, named text; `revision` may be an alias."""
    return fn.COALESCE(revision.shown_text, revision.text).alias("text")


def html(revision=Revision):
    """The column of its HTML, named html."""
    return fn.COALESCE(revision.shown_html, revision.html).alias("html")


def opening(length, revision=Revision):
    """The column of a text's first `length` characters, named text."""
    return fn.SUBSTR(fn.COALESCE(revision.shown_text, revision.text), 1, length).alias("text")


def title(thread=Thread):
    """The column of a thread's title, named title; '' once it is sealed. `thread` may be an alias."""
    return fn.COALESCE(thread.shown_title, thread.title).alias("title")


def title_words(title, hidden=False):
    """What stands for a title read by `title`, where `hidden` says that it is hidden from this reader."""
    if title == "":
        return SEALED_TITLE
    return HIDDEN_TITLE if hidden else title


def title_of(thread, hidden=False):
    """The same of a whole Thread."""
    return title_words(thread.title if thread.shown_title is None else thread.shown_title, hidden)


def current_text(post):
    """The text of a Post's latest revision as it is shown."""
    return Revision.select(text()).where(Revision.post == post.id, Revision.number == post.revision).scalar()

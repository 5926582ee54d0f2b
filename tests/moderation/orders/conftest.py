"""A thread with a text and a title that are found nowhere else, two administrators, and scans of a signed page."""

import io
from types import SimpleNamespace

import pytest
from PIL import Image
from pypdf import PdfWriter

from boards.actions.posts import posts
from boards.actions.posts.threads import ask
from boards.models.threads import Post
from forum.accounts import actions as accounts
from forum.accounts.queries import actor_of_account
from moderation.orders import actions

SENTENCE = "玄武岩台阶上的猕猴桃都是假的"
TITLE = "翡翠湾二期漏水三个月无人管"


def pdf(pages=1):
    """The bytes of a PDF with so many empty pages."""
    writer, kept = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    writer.write(kept)
    return kept.getvalue()


def picture(kind, size=(60, 80)):
    """The bytes of a picture of one colour."""
    kept = io.BytesIO()
    Image.new("RGB", size, "white").save(kept, kind)
    return kept.getvalue()


@pytest.fixture
def scans():
    """scans.pdf(pages), scans.picture(kind, size): bytes of a scan."""
    return SimpleNamespace(pdf=pdf, picture=picture)


@pytest.fixture
def words():
    """What is said in the thread and nowhere else."""
    return SimpleNamespace(sentence=SENTENCE, title=TITLE)


@pytest.fixture
def second(cast, password_hash, now):
    """Another administrator."""
    account = accounts.open_account("second", "机房二号", password_hash, now=now)
    accounts.grant(account, "administrator", now=now)
    return actor_of_account(account, now)


@pytest.fixture
def thread(places, cast, rules, now):
    """A question that says TITLE and SENTENCE, edited once, with an answer to it that quotes it and a reply to that."""
    made = ask(
        places.housing_board,
        actor=cast.asker,
        now=now,
        city=rules,
        title=TITLE,
        kind="complaint",
        text=f"{SENTENCE}，请管一管。",
    )
    first = Post.get(Post.thread == made.id)
    posts.revise(first, actor=cast.asker, now=now, text=f"{SENTENCE}，请快管一管。")
    reply = posts.reply(made, actor=cast.neighbour, now=now, city=rules, text=f"同意，{SENTENCE}，我也见过。")
    posts.reply(made, actor=cast.asker, now=now, city=rules, text="谢谢支持。", parent=reply.id)
    return made


@pytest.fixture
def post(thread):
    return Post.get(Post.thread == thread.id, Post.floor == 1)


@pytest.fixture
def reply(thread):
    return Post.get(Post.thread == thread.id, Post.floor == 2)


@pytest.fixture
def form(post, cast):
    """What an administrator types into the form of an order for the post."""
    return {
        "number": "清宣封〔2014〕1号",
        "signatory": str(cast.signatory.account),
        "office": "中共清源市委宣传部部长",
        "ground": "《中华人民共和国网络安全法》第四十七条",
        "reason": "privacy",
        "signed_on": "2014-09-22",
        "post": str(post.id),
        "whole": "",
    }


@pytest.fixture
def enter(form, cast, now, rules):
    """enter(**changed): an order for the post, entered by the first administrator."""

    def entered(actor=None, scan=None, **changed):
        scan = pdf() if scan is None else scan
        return actions.enter(
            {**form, **changed}, scan, actor=actor or cast.administrator, now=now, today=rules.day(now)
        )

    return entered


@pytest.fixture
def sealed(enter, second, now, post):
    """sealed(post, ...): the post sealed under an order of its own; returns the order."""

    def seal(*sealed_posts, **changed):
        for each in sealed_posts or (post,):
            order = enter(post=str(each.id), **changed)
            actions.confirm(order, actor=second, now=now)
        return order

    return seal

"""The word list: reading it, trying words on the posts that are there, adding and retiring."""

from flask import Blueprint, flash, redirect, render_template, request

from boards.words import Listed
from forum.i18n import said
from forum.messages import M
from forum.numbers import ID_DIGITS, whole_number
from forum.problems import Invalid
from forum.roles import Role
from forum.typed import EMPTY, Form, again, typed
from forum.web import door, holders
from moderation.words import keeping
from moderation.words.queries import get_word, words_page
from moderation.words.trials import recent_trial

views = Blueprint("words", __name__, url_prefix="/moderation/words")
MODERATORS = holders(Role.MODERATOR)
LONGEST_SEARCH = 80


@door(views, "", allow=MODERATORS)
def index(actor, now):
    wanted, before = request.args.get("q", "")[:LONGEST_SEARCH], whole_number(request.args.get("before", ""), ID_DIGITS)
    return render_template("moderation/words.html", page=words_page(wanted.replace("\0", ""), before), form=EMPTY)


@door(views, "", methods=["POST"], allow=MODERATORS)
def add(actor, now):
    values = typed("words", "tier", "reason")
    try:
        added = keeping.add(values["words"].splitlines(), tier=values["tier"], reason=values["reason"], actor=actor, now=now)
    except Invalid as problem:
        return again("moderation/words.html", problem, values, page=words_page())
    flash(said(M("已加入 %(n)s 个词，马上生效。", n=len(added))), "done")
    return redirect("/moderation/words", 303)


@door(views, "/trial", methods=["POST"], allow=MODERATORS)
def trial(actor, now):
    """Look what the words would have hit; nothing is put in force."""
    values = typed("words", "tier", "reason")
    try:
        words = keeping.checked_words(values["words"].splitlines())
        tier = keeping.checked_tier(values["tier"])
    except Invalid as problem:
        return again("moderation/words.html", problem, values, page=words_page())
    found = recent_trial([Listed(word, tier) for word in words])
    return render_template("moderation/words.html", page=words_page(trial=found), form=Form(values))


@door(views, "/<id:word_id>/retirement", methods=["POST"], allow=MODERATORS)
def retirement(actor, now, word_id):
    keeping.retire(get_word(word_id), actor=actor, now=now)
    flash(said(M("已停用，马上生效。以前的记录还在。")), "done")
    return redirect("/moderation/words", 303)

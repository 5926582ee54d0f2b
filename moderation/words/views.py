"""The page of the word list: reading it, trying words on existing posts, adding and retiring."""

from flask import Blueprint, render_template, request

from boards.rules.text.word_list import ListedWord
from forum.fields import Field, Form
from forum.messages import M, N
from forum.numbers import ID_DIGITS, whole_number
from forum.problems import Invalid, Malformed
from forum.roles import Role
from forum.web.door import allow_roles, door
from forum.web.forms import flash_and_redirect, form_again_on, read_form
from moderation.words import actions as keeping
from moderation.words.files import read_words
from moderation.words.pages import TIERS
from moderation.words.queries import get_word, words_page
from moderation.words.trials import recent_trial

views = Blueprint("words", __name__, url_prefix="/moderation/words")
MODERATORS = allow_roles(Role.MODERATOR)
LONGEST_SEARCH = 80
WORDS = (
    Field("words", "area", M("词"), M("一行一个，也可以写成“词={MOD}”“词={BANNED}”“词=**”。"), rows=4),
    Field("tier", "radios", M("怎样处理"), options=TIERS),
    Field("reason", label=M("理由"), hint=M("“不能发表”的词会连同理由告诉作者。"), required=False),
    Field("skip_wrong", "tick", M("有错的行不管，加入其余的"), required=False),
)


@door(views, "", allow=MODERATORS)
def index(actor, now):
    wanted, before = request.args.get("q", "")[:LONGEST_SEARCH], whole_number(request.args.get("before", ""), ID_DIGITS)
    return render_template("moderation/words.html", page=words_page(wanted.replace("\0", ""), before), form=Form(WORDS))


@door(views, "", methods=["POST"], allow=MODERATORS)
def add(actor, now):
    form = read_form(WORDS)
    with form_again_on((Invalid, Malformed), "moderation/words.html", form, page=words_page):
        added = keeping.add_checked(_rows(form, form["reason"]), actor=actor, now=now)
    return flash_and_redirect(N("已加入 %(n)s 个词，马上生效。", n=len(added)), "/moderation/words")


@door(views, "/trial", methods=["POST"], allow=MODERATORS)
def trial(actor, now):
    """Show which posts the words would match; nothing is put in force."""
    form = read_form(WORDS)
    with form_again_on((Invalid, Malformed), "moderation/words.html", form, page=words_page):
        words = [ListedWord(*row) for row in _rows(form, "")]
    found = recent_trial(words)
    return render_template("moderation/words.html", page=words_page(trial=found), form=form)


@door(views, "/<id:word_id>/retirement", methods=["POST"], allow=MODERATORS)
def retirement(actor, now, word_id):
    keeping.retire(get_word(word_id), actor=actor, now=now)
    return flash_and_redirect(M("已停用，马上生效。以前的记录还在。"), "/moderation/words")


def _rows(form, reason):
    """The words of the form; raises Invalid with every wrong line, unless these are to be skipped."""
    file = read_words(form["words"].encode(), keeping.checked_tier(form["tier"]).value, keeping.checked_reason(reason))
    if file.wrong and not form["skip_wrong"]:
        raise file.refusal()
    return file.rows

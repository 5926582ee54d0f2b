"""Writing in a thread: the form, saved drafts, inserted templates, and the review before a text is posted."""

from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request
from markupsafe import Markup

from boards.actions.posts import drafts
from boards.actions.posts.posts import write_post
from boards.actions.steps.recording import Draft, citizen_draft
from boards.drafts.forms import begin, discard_sent
from boards.drafts.rules import Place, PlaceKind
from boards.pages.answering import AnswerWarnings
from boards.queries.office.answering import answer_warnings, reply_page, template_text
from boards.queries.office.desk import next_case
from boards.queries.office.desk_filter import DeskFilter, desk_address
from boards.queries.thread.posts import post_at, quotable_text
from boards.queries.thread.thread import get_thread
from boards.rules.placeholders import append_text
from boards.rules.status import PostKind
from boards.rules.text.quoting import quote
from boards.rules.text.text_review import TextReview, cover_chosen, read
from boards.uploads.forms import begun_files, named_files, read_files, with_files
from boards.uploads.views import WITH_FILES
from boards.views.forms import HELD_AS_NEW, REPLY
from boards.views.once import accept_once, accepted_before
from boards.views.text_review import look_at, read_answers
from forum.fields import Form
from forum.i18n.languages import translate
from forum.messages import M
from forum.numbers import ID_DIGITS, whole_number
from forum.problems import Invalid, Problem, collect_errors
from forum.roles import Role
from forum.web.door import SIGNED_IN, allow_roles, city, door
from forum.web.forms import asked_number, flash_and_redirect, form_again_on, read_form

views = Blueprint("answering", __name__, url_prefix="/threads")
SPOKESPERSONS = allow_roles(Role.SPOKESPERSON)
NO_WARNINGS, NO_REVIEW = AnswerWarnings(), TextReview()


@door(views, "/<id:thread_id>/reply", allow=SIGNED_IN)
def reply(actor, now, thread_id):
    thread = get_thread(thread_id, actor)
    page = reply_page(thread, actor, now, city(), asked_number("parent"))
    page = replace(page, back=desk_address(request.args.get("next")), files=begun_files(actor))
    return render_template("boards/reply.html", page=page, form=_begun_form(page, thread, actor, now))


@door(views, "/<id:thread_id>/reply", methods=["POST"], allow=SIGNED_IN, largest_body=WITH_FILES)
def insert(actor, now, thread_id):
    """Show the form as it was typed: with a preview of the text (`step` is preview), or with the chosen template appended to it."""
    thread, form = get_thread(thread_id, actor), read_form(REPLY)
    if request.form.get("step") == "preview":
        return _previewed(thread, actor, now, form)
    chosen = whole_number(request.form.get("template", ""), ID_DIGITS)
    if chosen:
        form = form.with_values(text=append_text(form["text"], template_text(chosen, thread, actor, now, city())))
    return _shown(thread, actor, now, form)


@door(views, "/<id:thread_id>/draft", methods=["POST"], allow=SPOKESPERSONS, largest_body=WITH_FILES)
def draft(actor, now, thread_id):
    """Save a draft; with `quiet`, as the script sends that saves during writing, the response is empty."""
    thread, form = get_thread(thread_id, actor), read_form(REPLY)
    with _again(thread_id, actor, now, form, lambda: read(form["text"])):
        saved = drafts.save(thread, actor=actor, now=now, text=form["text"], kind=form["kind"])
    if request.form.get("quiet"):
        return "", 204
    kept = {
        "parent": form["parent"] if whole_number(form["parent"]) else "",
        "next": desk_address(form["next"]),
    }
    files = named_files(read_files(actor, now))
    query = urlencode([*((name, value) for name, value in kept.items() if value), *files])
    message = M("草稿已保存，只有您看得到内容。") if saved else M("没有内容，不留草稿。")
    return flash_and_redirect(message, f"/threads/{thread_id}/reply" + (f"?{query}" if query else ""))


@door(views, "/<id:thread_id>/posts", methods=["POST"], allow=SIGNED_IN, largest_body=WITH_FILES)
def create_post(actor, now, thread_id):
    thread, form, answers = get_thread(thread_id, actor), read_form(REPLY), read_answers()
    text, sent = read(form["text"]), read_files(actor, now)
    with _again(thread_id, actor, now, form, lambda: text):
        if address := accepted_before(actor, now):
            return redirect(address, 303)
        warnings, draft = _doubts(thread, actor, form), _drafted(form["kind"], text, sent, answers, actor)
        review = look_at([text, *sent.texts], answers, actor, draft)
        if warnings or review.asks:
            return _shown(thread, actor, now, form, warnings, review)
        given = form.with_values(text=draft)
        address = accept_once(actor, now, lambda: _written_at(_sent(thread, given, actor, now)))
    if review.held:
        flash(translate(M("已提交，审核通过后公开。")), "done")
    back = desk_address(form["next"])
    if back and actor.departments:
        following = next_case(actor, DeskFilter.of_address(back), now, thread_id)
        flash(Markup(render_template("boards/answered.html", back=back, following=following)), "done")
    return redirect(address, 303)


def _begun_form(page, thread, actor, now):
    """The form of a reply: with a quote when the address asks for one, else with the draft that waits here, but for who has an office's."""
    parent = page.parent
    if request.args.get("quote") and parent and not (parent.hidden or parent.sealed):
        return Form(REPLY, {"text": quote(quotable_text(thread, parent.floor), thread.id, parent.floor)})
    return Form(REPLY) if page.aid else begin(REPLY, Place(PlaceKind.THREAD, str(thread.id)), actor, now)


def _previewed(thread, actor, now, form):
    text, answers = read(form["text"]), read_answers()
    with _again(thread.id, actor, now, form, lambda: text):
        draft = _drafted(form["kind"], text, read_files(actor, now), answers, actor)
        return _shown(thread, actor, now, form, preview=draft.html)


def _written_at(post):
    return f"/threads/{post.thread_id}/floors/{post.floor}"


def _doubts(thread, actor, form):
    found = answer_warnings(thread, actor, form["kind"], form["text"], form["seen"].split())
    return AnswerWarnings((), found.questions) if form["confirmed"] else found


def _sent(thread, form, actor, now):
    post = _write(thread, form, actor, now)
    discard_sent(form, actor)
    if post.hidden_at and not form["text"].held:
        flash(translate(HELD_AS_NEW), "warning")
    return post


def _write(thread, form, actor, now):
    parent = whole_number(form["parent"])
    return write_post(
        thread,
        form["kind"] or PostKind.REPLY,
        actor=actor,
        now=now,
        city=city(),
        text=form["text"],
        parent=post_at(thread, parent) if parent else None,
        anonymous=bool(form["anonymous"]),
        accepting=bool(form["accepting"]),
        remaining=[whole_number(number, ID_DIGITS) or 0 for number in form["remaining"]],
    )


def _drafted(kind, text, sent, answers, actor):
    """The Draft as its action checks it: a follow-up counts as a citizen's text, also when an operator enters it.

    Raises Invalid with the errors of the text and of the files at once.
    """
    errors, citizen = {}, not actor.official or kind == PostKind.FOLLOW_UP
    draft = collect_errors(errors, lambda: citizen_draft(cover_chosen(text, answers), citizen))
    whole = collect_errors(errors, lambda: with_files(draft or Draft("", ""), sent, answers, actor))
    if errors:
        raise Invalid(errors)
    return whole


def _shown(thread, actor, now, form, warnings=NO_WARNINGS, review=NO_REVIEW, preview=""):
    page = replace(
        reply_page(thread, actor, now, city(), whole_number(form["parent"]), warnings=warnings),
        review=review,
        back=desk_address(form["next"]),
        files=read_files(actor, now).field(actor),
        preview=preview,
    )
    return render_template("boards/reply.html", page=page, form=form)


def _again(thread_id, actor, now, form, text):
    page = partial(_refused_page, thread_id, actor, now, form, text)
    return form_again_on(Problem, "boards/reply.html", form, page=page)


def _refused_page(thread_id, actor, now, form, text):
    page = reply_page(get_thread(thread_id, actor), actor, now, city(), whole_number(form["parent"]), forgiving=True)
    sent = read_files(actor, now)
    review = look_at([text(), *sent.texts], read_answers(), actor)
    return replace(page, review=review, back=desk_address(form["next"]), files=sent.field(actor))

"""One post: editing with a public history, and why it cannot be deleted."""

from dataclasses import replace

from flask import Blueprint, redirect, render_template

from boards.actions.posts import posts as actions
from boards.actions.steps.recording import citizen_draft
from boards.models.threads import Post
from boards.queries.parts.places import floor_address
from boards.queries.thread.posts import get_post
from boards.queries.thread.revisions import edit_page, revisions_page
from boards.rules.text.text_review import cover_chosen, read
from boards.views.forms import EDIT, HELD_AS_NEW
from boards.views.text_review import look_at, read_answers
from forum.fields import Form
from forum.messages import M
from forum.problems import Forbidden, Problem
from forum.web.door import EVERYONE, SIGNED_IN, city, door
from forum.web.forms import flash_and_redirect, form_again_on, read_form

views = Blueprint("posts", __name__, url_prefix="/posts")


@door(views, "/<id:post_id>", allow=EVERYONE)
def show(actor, now, post_id):
    post, thread = get_post(post_id, actor)
    if thread.id != post.thread_id:
        return redirect(floor_address(thread.id, post.place_floor), 301)
    return redirect(f"/threads/{thread.id}/floors/{post.place_floor}")


@door(views, "/<id:post_id>/edit", allow=SIGNED_IN)
def edit(actor, now, post_id):
    return render_template("boards/edit.html", page=edit_page(post_id, actor), form=Form(EDIT))


@door(views, "/<id:post_id>/edit", methods=["POST"], allow=SIGNED_IN)
def preview(actor, now, post_id):
    """Show the form as it was typed, with the text as it will look."""
    form, answers = read_form(EDIT), read_answers()
    text = read(form["text"])
    with form_again_on(Problem, "boards/edit.html", form, except_for=Forbidden, page=lambda: edit_page(post_id, actor)):
        page, draft = edit_page(post_id, actor), citizen_draft(cover_chosen(text, answers), not actor.official)
        return render_template("boards/edit.html", page=replace(page, preview=draft.html), form=form)


@door(views, "/<id:post_id>/revisions", allow=EVERYONE)
def revisions(actor, now, post_id):
    return render_template("boards/revisions.html", page=revisions_page(post_id, actor))


@door(views, "/<id:post_id>/revisions", methods=["POST"], allow=SIGNED_IN)
def revise(actor, now, post_id):
    post, thread = get_post(post_id, actor)
    form, answers = read_form(EDIT), read_answers()
    text = read(form["text"])
    with form_again_on(Problem, "boards/edit.html", form, except_for=Forbidden, page=lambda: edit_page(post_id, actor)):
        page, draft = edit_page(post_id, actor), citizen_draft(cover_chosen(text, answers), not actor.official)
        page = replace(page, review=look_at([text], answers, actor, draft, known=page.text))
        if page.review.asks:
            return render_template("boards/edit.html", page=page, form=form)
        actions.revise(post, actor=actor, now=now, text=draft, city=city())
    return flash_and_redirect(_outcome(post, draft), f"/threads/{thread.id}/floors/{post.place_floor}")


def _outcome(before, draft):
    """What the writer reads: that the edit is public, or that it waits for a moderator, and why it does."""
    held = before.hidden_at is None and Post.get_by_id(before.id).hidden_at is not None
    if not held:
        return M("已保存，修改记录公开可查。")
    return M("已提交，审核通过后公开。") if draft.held else HELD_AS_NEW


@door(views, "/<id:post_id>/deletion", allow=EVERYONE)
def deletion(actor, now, post_id):
    post, thread = get_post(post_id, actor)
    return render_template("deletion.html", post_id=post_id, back=f"/threads/{thread.id}/floors/{post.place_floor}")


@door(views, "/<id:post_id>", methods=["DELETE"], allow=EVERYONE, endpoint="delete")
def delete(actor, now, post_id):
    actions.delete(actor)

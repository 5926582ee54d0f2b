"""One post: editing with a public history, and why it cannot be deleted."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template

from boards.actions import posts as actions
from boards.actions.writing import citizens_draft
from boards.queries.places import url_at
from boards.queries.posts import get_post
from boards.queries.revisions import edit_page, revisions_page
from boards.second_look import covered, read, second_look
from boards.views.looking import answers
from forum.typed import EMPTY, Form, again, typed
from forum.i18n import said
from forum.messages import M
from forum.problems import Forbidden, Problem
from forum.web import EVERYONE, SIGNED_IN, door

views = Blueprint("posts", __name__, url_prefix="/posts")


@door(views, "/<id:post_id>", allow=EVERYONE)
def show(actor, now, post_id):
    post, thread = get_post(post_id, actor)
    if thread.id != post.thread_id:
        return redirect(url_at(thread.id, post.place_floor), 301)
    return redirect(f"/threads/{thread.id}/floors/{post.place_floor}")


@door(views, "/<id:post_id>/edit", allow=SIGNED_IN)
def edit(actor, now, post_id):
    return render_template("boards/edit.html", page=edit_page(post_id, actor), form=EMPTY)


@door(views, "/<id:post_id>/revisions", allow=EVERYONE)
def revisions(actor, now, post_id):
    return render_template("boards/revisions.html", page=revisions_page(post_id, actor))


@door(views, "/<id:post_id>/revisions", methods=["POST"], allow=SIGNED_IN)
def revise(actor, now, post_id):
    post, thread = get_post(post_id, actor)
    values, answered = typed("text"), answers()
    text = read(values["text"])
    try:
        page = edit_page(post_id, actor)
        draft = citizens_draft(covered(text, answered), not actor.official)
        page = _looked_at(page, text, draft, answered, actor)
        if page.look.asks:
            return render_template("boards/edit.html", page=page, form=Form(values))
        actions.revise(post, actor=actor, now=now, text=draft)
    except Forbidden:
        raise
    except Problem as problem:
        return again("boards/edit.html", problem, values, page=edit_page(post_id, actor))
    flash(said(M("已保存，修改记录公开可查。")), "done")
    return redirect(f"/threads/{thread.id}/floors/{post.place_floor}", 303)


def _looked_at(page, text, draft, answered, actor):
    masked, held = [word.text for word in draft.masked], bool(draft.held)
    return replace(page, look=second_look([text], answered, masked=masked, held=held, known=page.text, offered=not actor.official))


@door(views, "/<id:post_id>/deletion", allow=EVERYONE)
def deletion(actor, now, post_id):
    post, thread = get_post(post_id, actor)
    return render_template("deletion.html", post_id=post_id, back=f"/threads/{thread.id}/floors/{post.place_floor}")


@door(views, "/<id:post_id>", methods=["DELETE"], allow=EVERYONE, endpoint="delete")
def delete(actor, now, post_id):
    actions.delete(actor)

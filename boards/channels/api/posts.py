"""The floors of a thread, one post, and its public history."""

from boards.actions.posts import posts as actions
from boards.actions.posts.posts import draft_post, write_post
from boards.channels.api import personal, schemas, schemas as schemas_api
from boards.channels.api.answering import moment, next_page
from boards.channels.api.endpoint import PREFIX, api_blueprint, endpoint
from boards.channels.api.people import author_answer, file_answer
from boards.models.threads import Post
from boards.queries.thread import posts as floors
from boards.queries.thread.revisions import may_see_text, revisions_of
from boards.queries.thread.thread import get_thread
from boards.rules.channel import Channel
from forum.i18n.languages import translate
from forum.roles import Actor
from forum.web.door import SIGNED_IN, city

api = api_blueprint("api_posts")


@endpoint(api, "/threads/<id:thread_id>/posts", query=schemas.PostsAsked, answer=schemas.Posts)
def list_posts(actor, now, thread_id, asked):
    """The posts of a thread by floor."""
    thread = get_thread(thread_id, actor)
    views = floors.floors_from(thread, actor, asked.from_floor, asked.limit)
    more = views and views[-1].floor < thread.floors
    following = next_page(asked, from_floor=views[-1].floor + 1) if more else None
    return schemas.Posts(items=[_post(view, thread.id) for view in views], next=following)


@endpoint(
    api,
    "/threads/<id:thread_id>/posts",
    method="POST",
    allow=SIGNED_IN,
    body=personal.NewPost,
    answer=personal.PostMade,
    status=201,
    location=PREFIX + "/posts/{id}",
    drafts=True,
)
def create_post(actor, now, thread_id, body):
    """Reply, answer for the department, or follow up."""
    thread, texts = get_thread(thread_id, actor, body.parent), personal.as_chosen(body, "text")
    draft = personal.with_files(draft_post(body.kind, actor=actor, text=texts["text"].text), body, actor)
    parent = getattr(thread, "parent", None) or body.parent

    def put():
        given = {"text": draft, "parent": parent, "anonymous": body.anonymous, "channel": Channel.API}
        post = write_post(thread, body.kind, actor=actor, now=now, city=city(), **given)
        return _made(post.id, thread, actor, texts)

    return put


@endpoint(api, "/posts/<id:post_id>", answer=schemas.Post)
def get_post(actor, now, post_id):
    """One post."""
    return post_answer(post_id, actor)


@endpoint(
    api, "/posts/<id:post_id>", method="PUT", allow=SIGNED_IN, body=personal.RevisedText, answer=personal.PostMade
)
def revise(actor, now, post_id, body):
    """Edit one's own post: adds a revision, the old ones stay public."""
    post, thread = floors.get_post(post_id, actor)
    texts = personal.as_chosen(body, "text")
    actions.revise(post, actor=actor, now=now, text=texts["text"].text, city=city())
    return _made(post_id, thread, actor, texts)


@endpoint(api, "/posts/<id:post_id>", method="DELETE", status=405)
def delete_post(actor, now, post_id):
    """Never: nobody deletes, and the answer says why."""
    actions.delete(actor)


@endpoint(api, "/posts/<id:post_id>/revisions", query=schemas.RevisionsAsked, answer=schemas.Revisions)
def list_revisions(actor, now, post_id, asked):
    """Every state of a post's text, oldest first."""
    post, _ = floors.get_post(post_id, actor)
    may_see = may_see_text(post, actor)
    rows = revisions_of(post, asked.from_revision, asked.limit)
    more = rows and rows[-1].number < post.revision
    following = next_page(asked, from_revision=rows[-1].number + 1) if more else None
    return schemas.Revisions(items=[_revision(row, may_see) for row in rows], next=following)


def post_answer(post_id: int, viewer: Actor) -> schemas.Post:
    """The schemas.Post as `viewer` sees it; raises NotFound."""
    _, thread = floors.get_post(post_id, viewer)
    return _answer(post_id, thread, viewer)


def _made(post_id, thread, viewer, texts):
    return personal.PostMade(**dict(_answer(post_id, thread, viewer)), personal_data=personal.pointed_out(texts))


def _answer(post_id, thread, viewer):
    row = floors.posts_with_text().where(Post.id == post_id).dicts().get()
    return _post(floors.post_view(row, viewer, thread), thread.id)


def _post(view, thread_id):
    return schemas.Post(
        id=view.id,
        thread=thread_id,
        floor=view.floor,
        first_thread=view.first_thread,
        first_floor=view.first_floor,
        parent=view.parent,
        author=author_answer(view.author),
        kind=view.kind,
        text=view.text,
        html=view.html,
        created_at=moment(view.created_at),
        revision=view.revision,
        rendering=view.rendering,
        files=[file_answer(file) for file in view.files],
        hidden=view.hidden and _hidden(view.hidden),
        sealed=view.sealed and _sealed(view.sealed),
        commitment=view.commitment,
        proof=f"{PREFIX}/posts/{view.id}/proof",
    )


def _hidden(hidden):
    return schemas_api.Hidden(at=moment(hidden.at), by=translate(hidden.by), reason=translate(hidden.reason))


def _sealed(sealed):
    return schemas.Sealed(
        at=moment(sealed.at),
        order=sealed.number,
        authority=f"{sealed.office} {sealed.name}",
        ground=sealed.ground,
        signed_on=sealed.signed_on,
    )


def _revision(row, may_see):
    return schemas.Revision(
        number=row.number,
        created_at=moment(row.created_at),
        text=row.text if may_see else None,
        html=row.html if may_see else None,
        rendering=row.rendering,
        commitment=row.commitment,
    )

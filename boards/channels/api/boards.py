"""Boards, and the threads of a board."""

from boards.actions.posts.locations import check_location
from boards.actions.posts.threads import ask, draft_question
from boards.channels.api import personal, schemas
from boards.channels.api.answering import moment, next_page
from boards.channels.api.endpoint import PREFIX, api_blueprint, endpoint
from boards.channels.api.people import author_answer
from boards.channels.api.threads import thread_answer
from boards.queries.lists.board import get_board, thread_row, threads_of
from boards.queries.lists.board_facts import board_facts, department_names
from boards.queries.lists.board_filters import BoardFilters
from boards.queries.parts.people import last_name
from boards.queries.parts.shown import visible_title
from boards.rules.channel import Channel
from forum.i18n.languages import translate
from forum.messages import M
from forum.problems import NotFound
from forum.web.door import SIGNED_IN, city

api = api_blueprint("api_boards")


@endpoint(api, "/boards", answer=schemas.Boards)
def list_boards(actor, now):
    """Every board, in the order of the front page."""
    return schemas.Boards(items=[_board(row) for row in board_facts()], next=None)


@endpoint(api, "/boards/<slug>", answer=schemas.Board)
def get_one_board(actor, now, slug):
    """One board."""
    for row in board_facts(slug):
        return _board(row)
    raise NotFound(M("没有这个版块。"))


@endpoint(api, "/boards/<slug>/threads", query=schemas.ThreadsAsked, answer=schemas.Threads)
def list_threads(actor, now, slug, asked):
    """The public threads of a board, by latest reply, newest or most supported."""
    wanted = BoardFilters(**asked.model_dump())
    rows, cursor = threads_of(get_board(slug), wanted, now)
    names = department_names({row["lead_id"] for row in rows} - {None})
    items = [_summary(row, slug, names, actor, now) for row in rows]
    return schemas.Threads(items=items, next=cursor and next_page(asked, before=cursor))


@endpoint(
    api,
    "/boards/<slug>/threads",
    method="POST",
    allow=SIGNED_IN,
    body=personal.NewThread,
    answer=personal.ThreadMade,
    status=201,
    location=PREFIX + "/threads/{id}",
    drafts=True,
)
def create_thread(actor, now, slug, body):
    """Ask; on a department's board this opens a case with its clocks."""
    board, texts = get_board(slug), personal.as_chosen(body, "title", "text", "address")
    fields = {field: sent.text for field, sent in texts.items() if field != "address"}
    location = check_location(personal.place(body, texts), city().site.map.area, not actor.official)
    question = draft_question(board, actor=actor, kind=body.kind, anonymous=body.anonymous, **fields)
    question["text"] = personal.with_files(question["text"], body, actor)

    def put():
        by = {"actor": actor, "now": now, "city": city(), "channel": Channel.API}
        thread = ask(board, anonymous=body.anonymous, location=location, **by, **question)
        made = thread_answer(thread.id, actor, now)
        return personal.ThreadMade(**dict(made), personal_data=personal.pointed_out(texts))

    return put


def _board(row):
    return schemas.Board(
        slug=row["slug"],
        name=row["name"],
        description=row["description"],
        section=row["section"],
        category=row["category_name"],
        department=row["department_slug"],
        department_name=row["department_name"],
        threads=row["threads"],
        posts=row["posts"],
        last_post=_last_post(row),
    )


def _last_post(row):
    if row["last_thread_id"] is None:
        return None
    title = visible_title(row["title"], row["hidden"])
    return schemas.LastPost(
        thread=row["last_thread_id"],
        title=translate(title),
        at=moment(row["last_at"]),
        author=translate(last_name(row["last_name"])),
    )


def _summary(row, board, names, viewer, now):
    shown = thread_row(row, viewer, now)
    department, department_name = names.get(row["lead_id"], (None, None))
    return schemas.ThreadSummary(
        id=shown.id,
        board=board,
        title=translate(shown.title),
        kind=row["kind"],
        status=row["status"],
        overdue=bool(shown.badge and shown.badge.overdue),
        department=department,
        department_name=department_name,
        author=author_answer(shown.author),
        channel=row["channel"],
        created_at=moment(shown.created_at),
        floors=row["floors"],
        supports=shown.supports,
        last_at=moment(shown.last_at),
        hidden=shown.hidden,
        pinned=row["pinned"],
        highlighted=row["highlighted"],
        locked=row["locked"],
        ended=row["ended"],
    )

"""Hot topics through the API."""

from datetime import datetime

from boards.channels.api.answering import moment, next_page
from boards.channels.api.endpoint import api_blueprint, endpoint
from forum.i18n.languages import translate
from forum.roles import Actor
from forum.web.addresses import absolute_url
from forum.web.door import city
from moderation.supervision.hot import schemas
from moderation.supervision.hot.queries import hot_page, term_page

api = api_blueprint("api_hot")


@endpoint(api, "/hot", query=schemas.HotAsked, answer=schemas.Hot)
def get_hot(actor: Actor, now: datetime, asked: schemas.HotAsked) -> schemas.Hot:
    """Words, threads, departments and places that have risen in the last seven days."""
    page = hot_page(actor, now, city(), asked.department)
    return schemas.Hot(
        first=page.first.isoformat(),
        last=page.last.isoformat(),
        counted_at=moment(page.counted_at),
        threads=page.threads,
        threads_before=page.threads_before,
        terms=[_term(row) for row in page.terms],
        risen=[_thread(row) for row in page.risen],
        departments=[_office(row) for row in page.offices],
        places=[_office(row) for row in page.places],
    )


@endpoint(api, "/hot/threads", query=schemas.HotTermAsked, answer=schemas.HotQuestions)
def get_hot_threads(actor: Actor, now: datetime, asked: schemas.HotTermAsked) -> schemas.HotQuestions:
    """The questions behind a word that has risen, newest first."""
    page = term_page(asked.term, asked.department, asked.before, actor, now, asked.limit)
    items = [schemas.HotQuestion(id=row.id, title=translate(row.title), url=_address(row.id)) for row in page.rows]
    return schemas.HotQuestions(items=items, next=next_page(asked, before=page.cursor) if page.cursor else None)


def _term(row):
    return schemas.HotTermItem(
        term=row.term,
        threads=row.own_number if row.own else row.number,
        usual=round(row.usual, 1),
        times=round(row.times, 1),
        departments=[_slug(link) for link in row.offices],
        url=absolute_url(row.own or row.url),
    )


def _thread(row):
    title, usual = translate(row.thread.title), round(row.usual, 1)
    return schemas.HotThreadItem(
        id=row.thread.id, title=title, people=row.people, usual=usual, url=_address(row.thread.id)
    )


def _office(row):
    return schemas.HotOffice(
        department=_slug(row.name), received=row.number, usual=round(row.usual, 1), url=absolute_url(row.url)
    )


def _slug(link):
    return link.url.rpartition("/")[2]


def _address(thread):
    return absolute_url(f"/threads/{thread}")

"""Topics through the API."""

from datetime import datetime

from boards.channels.api.answering import moment, next_page
from boards.channels.api.endpoint import api_blueprint, endpoint
from forum.i18n.languages import translate
from forum.roles import Actor
from forum.web.addresses import absolute_url
from moderation.supervision.topics import schemas
from moderation.supervision.topics.queries import topic_page, topics_page

api = api_blueprint("api_topics")


@endpoint(api, "/topics", query=schemas.TopicsAsked, answer=schemas.Topics)
def get_topics(actor: Actor, now: datetime, asked: schemas.TopicsAsked) -> schemas.Topics:
    """The topics, newest first."""
    page = topics_page(actor, asked.before, asked.limit)
    items = [schemas.TopicItem(**_item(row)) for row in page.rows]
    return schemas.Topics(items=items, next=next_page(asked, before=page.cursor) if page.cursor else None)


@endpoint(api, "/topics/<topic>", query=schemas.TopicsAsked, answer=schemas.TopicWithThreads)
def get_topic(actor: Actor, now: datetime, topic: str, asked: schemas.TopicsAsked) -> schemas.TopicWithThreads:
    """One topic with the threads in it, newest first."""
    page = topic_page(topic, actor, now, asked.before, asked.limit)
    return schemas.TopicWithThreads(
        **_item(page.topic),
        closed_text=page.closed_text,
        items=[_thread(row) for row in page.rows],
        next=next_page(asked, before=page.cursor) if page.cursor else None,
    )


def _item(row):
    return {
        "slug": row.slug,
        "title": row.title,
        "introduction": row.introduction,
        "threads": row.threads,
        "opened_at": moment(row.opened_at),
        "closed_at": moment(row.closed_at),
        "url": absolute_url(f"/topics/{row.slug}"),
    }


def _thread(row):
    badge = row.badge
    return schemas.GatheredThread(
        id=row.id,
        title=translate(row.title),
        status=badge.status if badge else None,
        overdue=bool(badge and badge.overdue),
        url=absolute_url(f"/threads/{row.id}"),
    )

"""The departments, their people and their working rules."""

from datetime import datetime

from boards.channels.api.answering import moment, next_page
from boards.channels.api.endpoint import api_blueprint, endpoint
from boards.channels.api.offices import schemas as of
from boards.queries.lists.department import department_page
from boards.queries.lists.departments import departments_page, get_department
from boards.queries.lists.offices import rules_page, rules_versions
from boards.queries.lists.promises import promise_rows
from forum.i18n.languages import translate
from forum.problems import NotFound
from forum.roles import Actor
from forum.web.addresses import absolute_url
from forum.web.door import city

api = api_blueprint("api_offices")


@endpoint(api, "/departments", answer=of.Departments)
def get_departments(actor: Actor, now: datetime) -> of.Departments:
    """Every department, by level, children after their parents."""
    rows = [row for _, group in departments_page().groups for row in group]
    return of.Departments(items=[_listed(row) for row in rows], next=None)


@endpoint(api, "/departments/<slug>", answer=of.DepartmentAnswer)
def get_one(actor: Actor, now: datetime, slug: str) -> of.DepartmentAnswer:
    """One department with the people who hold an office in it."""
    page = department_page(slug, actor, now, city())
    return of.DepartmentAnswer(
        slug=slug,
        name=page.name,
        duty=page.duty,
        parent=_slug_of(page.parent),
        board=_slug_of(page.board),
        spokespersons=[name for name, _ in page.spokespersons],
        people=[_person(person) for group in page.people for person in group.people],
        time_limits=[translate(line) for line in page.promise],
        rules=page.rules.number if page.rules else None,
        closed_at=moment(page.closed.at) if page.closed else None,
        merged_into=_slug_of(page.closed.successor) if page.closed else None,
    )


@endpoint(api, "/departments/<slug>/rules", answer=of.Rules)
def get_rules(actor: Actor, now: datetime, slug: str) -> of.Rules:
    """All versions of a department's working rules, newest first."""
    return of.Rules(items=[of.RulesItem(**_version(each)) for each in rules_versions(get_department(slug))], next=None)


@endpoint(api, "/departments/<slug>/rules/<id:number>", answer=of.RulesText)
def get_rules_text(actor: Actor, now: datetime, slug: str, number: int) -> of.RulesText:
    """One version of a department's working rules."""
    page = rules_page(get_department(slug), actor, number)
    if page.shown is None:
        raise NotFound()
    return of.RulesText(**_version(page.shown), text=page.text)


@endpoint(api, "/departments/<slug>/promises", query=of.PromisesAsked, answer=of.Promises)
def get_promises(actor: Actor, now: datetime, slug: str, asked: of.PromisesAsked) -> of.Promises:
    """The promises with a day in a department's answers, newest first."""
    today = city().day(now)
    rows, cursor = promise_rows(get_department(slug), asked.state, asked.before, today, asked.limit)
    following = next_page(asked, before=cursor) if cursor else None
    return of.Promises(items=[_promise(row) for row in rows], next=following)


def _listed(row):
    url = absolute_url(f"/departments/{row.slug}")
    return of.DepartmentItem(slug=row.slug, name=row.name, board=row.board, spokespersons=row.spokespersons, url=url)


def _slug_of(link):
    return link.url.rpartition("/")[2] if link else None


def _person(person):
    return of.PersonItem(
        kind=translate(person.kind_label),
        name=person.name,
        office=person.office,
        contact=person.contact,
        since=moment(person.since),
    )


def _version(version):
    return {
        "number": version.number,
        "at": moment(version.at),
        "by": translate(version.by),
        "url": absolute_url(version.url),
    }


def _promise(row):
    return of.PromiseItem(
        id=row.id,
        due_on=row.due_on,
        state=translate(row.badge.label),
        quote=row.quote or None,
        thread=int(row.thread.url.rpartition("/")[2]),
        title=translate(row.thread.label),
        post=absolute_url(row.post.url),
        kept=absolute_url(row.kept.url) if row.kept else None,
        moved_to=row.moved_to,
        reason=row.reason or None,
        url=absolute_url(row.url),
    )

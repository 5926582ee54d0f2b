"""The pages of topics: public, opened and kept by supervisors and moderators."""

from flask import Blueprint, render_template, request

from boards.rules import lengths
from forum.fields import Field, Form
from forum.messages import M, N
from forum.problems import Conflict, Invalid
from forum.text.checks import TITLE_LIMIT
from forum.text.slugs import LONGEST
from forum.web.door import EVERYONE, allow_roles, door
from forum.web.forms import flash_and_redirect, form_again_on, read_form
from moderation.supervision.topics import actions
from moderation.supervision.topics.queries import topic_page, topics_page
from moderation.supervision.topics.rules import INTRODUCTION, MOST

views = Blueprint("topics", __name__)
KEEPERS = allow_roles(*actions.ROLES)
ABOUT = (
    Field("title", label=M("标题"), limit=TITLE_LIMIT),
    Field(
        "introduction", "area", M("介绍"), M("这件事是怎么回事，哪些主题会收进来。会公开。"), limit=INTRODUCTION, rows=5
    ),
)
NUMBERS = Field(
    "threads",
    "area",
    M("主题的编号"),
    M("一个或多个编号或网址，用空格、逗号或换行分开，一次最多 %(n)s 个。", n=MOST),
    rows=2,
)
OPENING = (
    ABOUT[0],
    Field(
        "slug", label=M("网址里的名字"), hint=M("小写字母、数字和连字符，如 water-2014。以后不能改。"), limit=LONGEST
    ),
    ABOUT[1],
    Field(NUMBERS.name, NUMBERS.kind, NUMBERS.label, NUMBERS.hint, required=False, rows=2),
)
REASON = Field("text", "area", M("理由"), M("会公开。"), limit=lengths.REASON, rows=2)
FORMS = {
    "threads": (NUMBERS,),
    "removal": (Field("thread", label=M("主题的编号"), inputmode="numeric"), REASON),
    "revision": ABOUT,
    "closure": (Field("result", "area", M("结果"), M("这件事最后怎么样了。会公开。"), limit=lengths.REASON, rows=3),),
}
PAGE = "moderation/topic.html"


@door(views, "/topics", allow=EVERYONE, cached=True)
def index(actor, now):
    return render_template("moderation/topics.html", page=topics_page(actor, request.args.get("before")))


@door(views, "/topics/new", allow=KEEPERS)
def form(actor, now):
    started = {"threads": request.args.get("threads", "")[:400], "title": request.args.get("title", "")[:TITLE_LIMIT]}
    return render_template(
        "moderation/topic_opening.html", form=Form(OPENING, started if any(started.values()) else {})
    )


@door(views, "/topics", methods=["POST"], allow=KEEPERS)
def create(actor, now):
    form = read_form(OPENING)
    with form_again_on(Invalid, "moderation/topic_opening.html", form):
        topic = actions.open_topic(actor=actor, now=now, **form.values)
    return flash_and_redirect(M("议题已建立。"), f"/topics/{topic.slug}")


@door(views, "/topics/<topic>", allow=EVERYONE, cached=True)
def show(actor, now, topic):
    page = topic_page(topic, actor, now, request.args.get("before"))
    return render_template(PAGE, page=page, forms=_forms(page))


@door(views, "/topics/<topic>/threads", methods=["POST"], allow=KEEPERS)
def add(actor, now, topic):
    added = _done(actor, now, topic, "threads", actions.add_threads)
    return flash_and_redirect(N("收入了 %(n)s 个主题。", n=added), f"/topics/{topic}")


@door(views, "/topics/<topic>/removal", methods=["POST"], allow=KEEPERS)
def remove(actor, now, topic):
    _done(actor, now, topic, "removal", actions.remove_thread)
    return flash_and_redirect(M("主题已移出。"), f"/topics/{topic}")


@door(views, "/topics/<topic>/revision", methods=["POST"], allow=KEEPERS)
def revise(actor, now, topic):
    _done(actor, now, topic, "revision", actions.revise)
    return flash_and_redirect(M("议题已修改。"), f"/topics/{topic}")


@door(views, "/topics/<topic>/closure", methods=["POST"], allow=KEEPERS)
def close(actor, now, topic):
    _done(actor, now, topic, "closure", actions.close)
    return flash_and_redirect(M("议题已结束。"), f"/topics/{topic}")


def _done(actor, now, slug, verb, action):
    """Do what a form of the topic's page asks; when it is refused, the page comes back with the form as it was typed."""
    topic = actions.get_topic(slug)
    form = read_form(FORMS[verb])

    def page():
        return topic_page(slug, actor, now)

    with form_again_on((Invalid, Conflict), PAGE, form, page=page, forms=lambda: _forms(page()), verb=verb):
        return action(topic, actor=actor, now=now, **form.values)


def _forms(page):
    """The forms of the page by their verb, none for those who only read."""
    return {verb: Form(_started(verb, fields, page.topic)) for verb, fields in FORMS.items()} if page.may_change else {}


def _started(verb, fields, topic):
    return fields if verb != "revision" else tuple(_with_value(field, getattr(topic, field.name)) for field in fields)


def _with_value(field, value):
    return Field(field.name, field.kind, field.label, field.hint, value=value, limit=field.limit, rows=field.rows)

"""Answer templates belong to a department: its people add and retire them, and nothing is deleted."""

import pytest

from boards.actions.posts import answer_templates
from boards.models.cases import AnswerTemplate
from forum.problems import Conflict, Forbidden, Invalid, Unauthorized
from forum.store.log import Entry


@pytest.fixture
def template(cast, places, now):
    return answer_templates.add(
        places.housing.id, actor=cast.spokesperson, now=now, title="收到", text="{网友}您好，已收到。"
    )


def retired():
    return [row.retired_at is not None for row in AnswerTemplate.select().order_by(AnswerTemplate.id)]


def deeds():
    return [entry.deed for entry in Entry.select().where(Entry.deed.startswith("template.")).order_by(Entry.id)]


def test_a_template_is_added_and_retired_on_record(template, cast, now):
    answer_templates.retire(template, actor=cast.colleague, now=now)
    assert (retired(), deeds()) == ([True], ["template.add", "template.retire"])


def test_of_two_who_retire_it_one_is_told(template, cast, now):
    answer_templates.retire(template, actor=cast.spokesperson, now=now)
    with pytest.raises(Conflict):
        answer_templates.retire(template, actor=cast.colleague, now=now)
    assert deeds().count("template.retire") == 1


def test_a_title_in_use_is_refused_until_it_is_retired(template, cast, places, now):
    again = {"actor": cast.spokesperson, "now": now, "title": "收到", "text": "新的一版"}
    with pytest.raises(Conflict):
        answer_templates.add(places.housing.id, **again)
    answer_templates.retire(template, actor=cast.spokesperson, now=now)
    answer_templates.add(places.housing.id, **again)
    assert retired() == [True, False]


@pytest.mark.parametrize(
    ("who", "refusal"), [("guest", Unauthorized), ("outsider", Forbidden), ("moderator", Forbidden)]
)
def test_others_neither_add_nor_retire(template, cast, places, now, who, refusal):
    actor = getattr(cast, who)
    with pytest.raises(refusal):
        answer_templates.add(places.housing.id, actor=actor, now=now, title="别人的", text="内容")
    with pytest.raises(refusal):
        answer_templates.retire(template, actor=actor, now=now)
    assert retired() == [False]


@pytest.mark.parametrize(("title", "text"), [("", "内容"), ("两\n行", "内容"), ("标题", " "), ("标题", "字" * 5001)])
def test_an_empty_or_endless_template_is_refused(cast, places, now, title, text):
    with pytest.raises(Invalid):
        answer_templates.add(places.housing.id, actor=cast.spokesperson, now=now, title=title, text=text)
    assert retired() == []

"""What helps a spokesperson to write: templates, open questions, warnings."""

from datetime import timedelta

import pytest

from boards.actions.cases.handling import accept, follow_up, give_result
from boards.actions.posts import answer_templates, drafts
from boards.models.threads import Thread
from boards.queries.office.answering import answer_warnings, get_template, reply_page, template_text, templates_page
from boards.queries.thread.thread import get_thread
from forum.problems import Conflict, NotFound


@pytest.fixture
def template(cast, places, now):
    return answer_templates.add(
        places.housing.id,
        actor=cast.spokesperson,
        now=now,
        title="路灯",
        text="{网友}您好，{部门}已派人查看“{标题}”。",
    )


@pytest.mark.parametrize(("who", "found"), [("spokesperson", ["路灯"]), ("colleague", ["路灯"]), ("outsider", [])])
def test_a_template_is_shown_to_its_own_department(cast, template, who, found):
    assert [row.title for row in templates_page(getattr(cast, who)).used] == found


def test_a_retired_template_is_listed_apart_the_latest_first(cast, places, template, now):
    for number, title in enumerate(("甲", "乙")):
        given = {"actor": cast.spokesperson, "now": now + timedelta(hours=number)}
        answer_templates.retire(answer_templates.add(places.housing.id, title=title, text="收到。", **given), **given)
    page = templates_page(cast.spokesperson)
    assert ([row.title for row in page.used], [row.title for row in page.retired]) == (["路灯"], ["乙", "甲"])


@pytest.mark.parametrize(("anonymous", "name"), [(False, "三衢路的小陈"), (True, "匿名网友")])
def test_a_template_is_filled_without_giving_an_anonymous_name_away(cast, template, asked, rules, now, anonymous, name):
    thread = get_thread(asked("灯不亮", anonymous=anonymous).id, cast.spokesperson)
    filled = f"{name}您好，住建局已派人查看“灯不亮”。"
    assert template_text(template.id, thread, cast.spokesperson, now, rules) == filled
    assert [row.text for row in reply_page(thread, cast.spokesperson, now, rules, None).aid.templates] == [filled]


def test_another_departments_template_cannot_be_inserted(cast, template, question, rules, now):
    with pytest.raises(NotFound):
        template_text(template.id, get_thread(question.id, cast.outsider), cast.outsider, now, rules)


def test_a_template_that_is_not_there_is_not_found(cast, question, rules, now):
    with pytest.raises(NotFound):
        get_template(10**6)
    with pytest.raises(NotFound):
        template_text(10**6, get_thread(question.id, cast.spokesperson), cast.spokesperson, now, rules)


def test_a_vague_answer_warns_its_writer_and_nobody_else(cast, question, now):
    accept(question, actor=cast.spokesperson, now=now)
    for viewer, kind, words in (
        (cast.spokesperson, "result", ("尽快",)),
        (cast.spokesperson, "reply", ()),
        (cast.asker, "result", ()),
    ):
        thread = get_thread(question.id, viewer)
        assert answer_warnings(thread, viewer, kind, "我们会尽快处理。", ()).vague == words


def test_a_result_that_did_not_see_a_question_is_asked_about_it(cast, question, rules, now):
    accept(question, actor=cast.spokesperson, now=now)
    give_result(question, actor=cast.spokesperson, now=now, city=rules, text="修好了。", remaining=[1])
    follow_up(question, actor=cast.asker, now=now, city=rules, text="另一盏呢？")
    thread = get_thread(question.id, cast.spokesperson)
    page = reply_page(thread, cast.spokesperson, now, rules, None)
    seen = [number for number, _ in page.aid.questions]
    assert len(seen) == 2
    for shown, unseen in ((seen, False), (seen[:1], True)):
        assert answer_warnings(thread, cast.spokesperson, "result", "2014年9月30日前修好。", shown).questions is unseen


def test_a_citizen_gets_no_aid(cast, question, rules, now):
    assert reply_page(get_thread(question.id, cast.asker), cast.asker, now, rules, None).aid is None


def test_a_draft_is_offered_to_its_writer_and_not_to_a_colleague(cast, question, rules, now):
    accept(question, actor=cast.spokesperson, now=now)
    drafts.save(question, actor=cast.spokesperson, now=now, text="还没想好", kind="result")
    for viewer, text in ((cast.spokesperson, "还没想好"), (cast.colleague, None)):
        draft = reply_page(get_thread(question.id, viewer), viewer, now, rules, None).aid.draft
        assert (draft and draft.text) == text


def test_one_open_question_alone_is_not_asked_about(cast, question, rules, now):
    accept(question, actor=cast.spokesperson, now=now)
    assert (
        reply_page(get_thread(question.id, cast.spokesperson), cast.spokesperson, now, rules, None).aid.questions == ()
    )


def test_the_floor_that_is_answered_stands_above_the_form(cast, question, say, rules, now):
    say(question, "同问。")
    thread = get_thread(question.id, cast.asker)
    for parent, floor in ((2, 2), (9, None), (None, None)):
        shown = reply_page(thread, cast.asker, now, rules, parent).parent
        assert (shown and shown.floor) == floor


def test_where_nothing_may_be_written_there_is_no_form(cast, question, rules, now):
    Thread.update(locked=True).where(Thread.id == question.id).execute()
    thread = get_thread(question.id, cast.neighbour)
    with pytest.raises(Conflict):
        reply_page(thread, cast.neighbour, now, rules, None)
    assert reply_page(thread, cast.neighbour, now, rules, None, forgiving=True).writing == ()

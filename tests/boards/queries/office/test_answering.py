"""What helps a spokesperson to write: templates, open questions, warnings."""

import pytest

from boards.actions.cases.handling import accept, follow_up, give_result
from boards.actions.posts import answer_templates
from boards.queries.office.answering import answer_warnings, get_template, reply_page, template_text, templates_page
from boards.queries.thread.thread import get_thread
from forum.problems import NotFound


@pytest.fixture
def template(cast, places, now):
    return answer_templates.add(
        places.housing.id,
        actor=cast.spokesperson,
        now=now,
        title="路灯",
        text="{提问人}您好，住建局已派人查看。",
    )


def test_a_template_is_shown_to_its_own_department(cast, template):
    assert [row.title for row in templates_page(cast.spokesperson).used] == ["路灯"]


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

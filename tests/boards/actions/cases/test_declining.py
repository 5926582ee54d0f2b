"""Nothing leaves silently: declined by law, answered by the platform, a duplicate, or a discussion."""

import pytest

from boards.actions.cases import declining, discussions, duplicates, handling, platform_answers, transfers
from boards.actions.posts.threads import ask
from boards.models.threads import Post
from boards.rules.status import DeclineReason
from forum.problems import Conflict, Forbidden, Invalid

WHY = "这件事已经起诉，请向法院查询。"


@pytest.fixture
def waiting(places, cast, screened, now):
    return ask(
        places.housing_board,
        actor=cast.asker,
        now=now,
        city=screened,
        title="路灯不亮",
        text="三天了",
        kind="complaint",
    )


@pytest.mark.parametrize("code", DeclineReason)
@pytest.mark.parametrize("who", ["spokesperson", "moderator"])
def test_the_department_or_a_moderator_declines_with_a_reason_of_the_law(case, question, cast, rules, now, who, code):
    post = declining.decline(question, actor=getattr(cast, who), now=now, city=rules, code=code, text=WHY)
    assert (case.status, case.row.disposition, post.kind) == ("declined", "declined", "decline")
    assert {met_by for _, met_by in case.clocks()} == {"case.decline"}
    assert (case.deeds[-1], case.row.next_due_at) == ("decline", None)


@pytest.mark.parametrize("code", ["", None, "because", 7])
def test_a_reason_that_the_law_does_not_have_is_refused(case, question, cast, rules, now, code):
    with pytest.raises(Invalid) as refusal:
        declining.decline(question, actor=cast.spokesperson, now=now, city=rules, code=code, text=WHY)
    assert (set(refusal.value.errors), case.status) == ({"code"}, "unaccepted")


def test_declining_says_where_to_go_instead(question, cast, rules, now):
    with pytest.raises(Invalid):
        declining.decline(question, actor=cast.spokesperson, now=now, city=rules, code="privacy", text="  ")


@pytest.mark.parametrize("who", ["asker", "outsider", "supervisor", "administrator"])
def test_nobody_else_declines(question, cast, rules, now, who):
    with pytest.raises(Forbidden):
        declining.decline(question, actor=getattr(cast, who), now=now, city=rules, code="privacy", text=WHY)


def test_an_answered_case_is_not_declined(question, cast, rules, now):
    handling.accept(question, actor=cast.spokesperson, now=now, city=rules)
    handling.give_result(question, actor=cast.spokesperson, now=now, city=rules, text="已装。")
    with pytest.raises(Conflict):
        declining.decline(question, actor=cast.spokesperson, now=now, city=rules, code="privacy", text=WHY)


def test_a_moderator_answers_a_waiting_question_for_the_platform(waiting, case_of, cast, rules, now):
    platform_answers.answer_by_platform(waiting, actor=cast.moderator, now=now, city=rules, text="灯已经报修。")
    case = case_of(waiting)
    assert (case.status, case.row.disposition, case.row.public, case.row.answers) == ("answered", "platform", True, 1)
    assert (case.clocks(), handling.open_questions(waiting), case.deeds) == ([], [], ["ask", "platform_answer"])


@pytest.mark.parametrize("returned", [False, True])
def test_a_follow_up_to_the_platforms_answer_waits_for_the_moderators(
    question, waiting, case_of, places, cast, rules, screened, now, returned
):
    thread = question if returned else waiting
    if returned:
        transfers.return_to_moderators(question, actor=cast.spokesperson, now=now, reason="不知道归谁管")
    platform_answers.answer_by_platform(thread, actor=cast.moderator, now=now, city=rules, text="灯已经报修。")
    handling.follow_up(thread, actor=cast.asker, now=now, city=screened, text="还是不亮")
    case = case_of(thread)
    assert (case.status, case.running(), len(handling.open_questions(thread))) == ("pending", [], 1)
    transfers.route(thread, actor=cast.moderator, now=now, city=screened, to=places.roads)
    assert (case.status, case.row.disposition) == ("unaccepted", "forwarded")
    assert case.running() == [("accept", "交通局"), ("answer", "交通局")]


def test_a_duplicate_leads_to_the_other_thread(waiting, question, case_of, cast, now):
    duplicates.mark_duplicate(waiting, actor=cast.moderator, now=now, of=question)
    case = case_of(waiting)
    assert (case.status, case.row.disposition, case.row.duplicate_of_id) == ("closed", "duplicate", question.id)
    assert case.said == {"of": question.id}


def test_a_thread_is_no_duplicate_of_itself_of_nothing_or_of_a_hidden_one(waiting, places, cast, screened, now):
    other = ask(
        places.housing_board, actor=cast.asker, now=now, city=screened, title="也在等", text="内容", kind="complaint"
    )
    for of in (waiting, None, other):
        with pytest.raises(Invalid):
            duplicates.mark_duplicate(waiting, actor=cast.moderator, now=now, of=of)


def test_a_waiting_question_becomes_a_discussion_without_clocks(waiting, case_of, places, cast, now):
    discussions.open_discussion(waiting, actor=cast.moderator, now=now, board=places.talk_board)
    case = case_of(waiting)
    assert (case.status, case.row.disposition, case.row.board_id) == (None, "discussion", places.talk_board.id)
    assert (case.clocks(), case.row.department_id) == ([], None)


def test_a_discussion_needs_an_open_board(waiting, places, cast, now):
    for board in (None, places.roads_board):
        with pytest.raises(Invalid):
            discussions.open_discussion(waiting, actor=cast.moderator, now=now, board=board)


@pytest.mark.parametrize("who", ["spokesperson", "outsider", "asker", "supervisor", "administrator"])
def test_only_moderators_dispose_of_what_waits(waiting, question, places, cast, rules, now, who):
    actor = getattr(cast, who)
    for act in (
        lambda: platform_answers.answer_by_platform(waiting, actor=actor, now=now, city=rules, text="灯已经报修。"),
        lambda: duplicates.mark_duplicate(waiting, actor=actor, now=now, of=question),
        lambda: discussions.open_discussion(waiting, actor=actor, now=now, board=places.talk_board),
    ):
        with pytest.raises(Forbidden):
            act()
    assert Post.select().where(Post.thread == waiting.id).count() == 1


def test_what_waits_no_more_is_not_disposed_of(question, waiting, places, cast, rules, now):
    for act in (
        lambda: platform_answers.answer_by_platform(
            question, actor=cast.moderator, now=now, city=rules, text="灯已经报修。"
        ),
        lambda: (
            duplicates.mark_duplicate(waiting, actor=cast.moderator, now=now, of=question)
            and duplicates.mark_duplicate(waiting, actor=cast.moderator, now=now, of=question)
        ),
        lambda: discussions.open_discussion(question, actor=cast.moderator, now=now, board=places.talk_board),
    ):
        with pytest.raises(Conflict):
            act()

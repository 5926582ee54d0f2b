"""A member's own pages: what changed since he looked, replies, watches, ratings due, and marking as read."""

import re
from datetime import timedelta

import pytest

from boards.actions.cases import handling, ratings
from boards.actions.posts import posts
from boards.mine import actions
from boards.mine.questions import MOST_STEPS, PAGE
from boards.models.notifications import PlaceWatch, ReadingPosition
from forum.problems import Conflict, Unauthorized
from forum.store.log import last_entry_number

STEP = re.compile(r"<li><b>([^<]*)</b> <span class=\"dept\">([^<]*)</span>")
MARK = re.compile(r'name="mark" value="([0-9.]+)"')


@pytest.fixture
def office(cast, rules, clock):
    """office(verb, thread, ...): the spokesperson does something to the case, a minute later."""

    def do(verb, thread, **given):
        return verb(thread, actor=cast.spokesperson, now=clock.advance(timedelta(minutes=1)), city=rules, **given)

    return do


@pytest.fixture
def answered(question, office):
    office(handling.accept, question)
    office(handling.give_result, question, text="灯已经装好。")
    return question


def test_the_asker_sees_the_steps_that_he_has_not_seen_and_no_others_when_he_comes_again(
    see, cast, client_of, question, office
):
    assert STEP.findall(see(cast.asker, "/my")) == []
    office(handling.accept, question)
    page = see(cast.asker, "/my")
    assert STEP.findall(page) == [("受理", "住建局")] and 'class="unread"' in page
    client_of(cast.asker).post("/my/reading", data={"mark": MARK.findall(page)})
    page = see(cast.asker, "/my")
    assert STEP.findall(page) == [] and 'class="unread"' not in page
    office(handling.give_result, question, text="灯已经装好。")
    assert STEP.findall(see(cast.asker, "/my")) == [("处理意见", "住建局")]


def test_what_came_after_the_page_was_shown_stays_unseen(see, cast, client_of, question, office):
    office(handling.accept, question)
    marks = MARK.findall(see(cast.asker, "/my"))
    office(handling.give_result, question, text="灯已经装好。")
    client_of(cast.asker).post("/my/reading", data={"mark": marks})
    assert STEP.findall(see(cast.asker, "/my")) == [("处理意见", "住建局")]


def test_reading_the_thread_itself_counts_as_looking(see, cast, client_of, question, office):
    client_of(cast.asker).post(f"/threads/{question.id}/reading", data={"floor": "1", "entry": "0"})
    office(handling.accept, question)
    page = see(cast.asker, f"/threads/{question.id}")
    entry = re.search(r'name="entry" value="([0-9]+)"', page).group(1)
    client_of(cast.asker).post(f"/threads/{question.id}/reading", data={"floor": "1", "entry": entry, "quiet": "1"})
    assert STEP.findall(see(cast.asker, "/my")) == []
    assert 'class="reading"' not in see(cast.asker, f"/threads/{question.id}")


def test_only_the_newest_steps_are_listed_and_the_others_counted(see, words, cast, question, office):
    office(handling.accept, question)
    for n in range(MOST_STEPS + 1):
        office(handling.give_result, question, text=f"结果 {n}")
    page = see(cast.asker, "/my")
    assert len(STEP.findall(page)) == MOST_STEPS
    assert "更早还有 2 步" in words(page)


def test_own_deeds_are_no_news(see, cast, rules, clock, answered, client_of):
    client_of(cast.asker).post("/my/reading", data={"mark": MARK.findall(see(cast.asker, "/my"))})
    handling.follow_up(answered, actor=cast.asker, now=clock.advance(timedelta(minutes=1)), city=rules, text="还没亮。")
    assert STEP.findall(see(cast.asker, "/my")) == []


def test_nobody_sees_anothers_questions_even_anonymous_ones(see, cast, asked):
    asked("匿名的问题", anonymous=True)
    assert "匿名的问题" in see(cast.asker, "/my")
    for other in (cast.neighbour, cast.spokesperson, cast.moderator):
        assert "匿名的问题" not in see(other, "/my")


def test_older_ones_stand_on_the_next_page(see, cast, asked):
    for n in range(PAGE + 2):
        asked(f"问题 {n}号")
    first = see(cast.asker, "/my")
    following = re.search(r'href="(/my[?]after=[^"]*)"', first).group(1)
    titles = re.findall(r"问题 (\d+)号</a>", first + see(cast.asker, following))
    assert titles == [str(n) for n in range(PAGE + 1, -1, -1)]


@pytest.mark.parametrize("path", ["/my", "/my/watches", "/my/ratings"])
@pytest.mark.parametrize("after", ["x", "2014-09-22_1", "9" * 60])
def test_a_wrong_place_to_go_on_is_refused(client_of, cast, path, after):
    assert client_of(cast.asker).get(f"{path}?after={after}").status_code == 400


@pytest.mark.parametrize("mark", ["", "x", "1.2", "1.2.3.4", "-1.1.1", "１.1.1", "9" * 30 + ".1.1"])
def test_what_is_no_mark_marks_nothing(client_of, cast, question, mark):
    assert client_of(cast.asker).post("/my/reading", data={"mark": mark}).status_code == 303
    assert ReadingPosition.select().count() == 0


def test_marks_go_no_further_than_what_there_is_and_never_back(client_of, cast, question):
    browser = client_of(cast.asker)
    for mark in (f"{question.id}.999999999.{10**17}", f"{question.id}.1.0"):
        browser.post("/my/reading", data={"mark": mark})
    kept = ReadingPosition.get()
    assert (kept.floor, kept.entry_id) == (1, last_entry_number())


def test_a_thread_that_one_may_not_see_is_not_marked(client_of, cast, asked, screened):
    waiting = asked("等待审核", city=screened)
    client_of(cast.neighbour).post("/my/reading", data={"mark": f"{waiting.id}.1.1"})
    assert ReadingPosition.select().count() == 0


def test_replies_to_me_are_listed_with_their_text_and_lead_to_their_floor(see, words, cast, question, say):
    mine = posts.Post.get(posts.Post.thread == question.id)
    say(question, "我家门口也没有灯。", parent=mine.id)
    say(question, "与我无关的一句。")
    page = see(cast.asker, "/my/replies")
    assert "我家门口也没有灯。" in page and "清源老李" in page and f"/threads/{question.id}#floor-2" in page
    assert "与我无关的一句。" not in page
    assert "我家门口也没有灯。" not in see(cast.neighbour, "/my/replies")


def test_an_anonymous_or_hidden_reply_gives_nothing_away(see, cast, question, say, now):
    mine = posts.Post.get(posts.Post.thread == question.id)
    say(question, "悄悄说一句。", parent=mine.id, anonymous=True)
    rude = say(question, "骂人的话。", parent=mine.id)
    posts.Post.update(hidden_at=now, hidden_role="moderator").where(posts.Post.id == rude.id).execute()
    page = see(cast.asker, "/my/replies")
    assert "悄悄说一句。" in page and "匿名网友" in page
    assert "清源老李" not in page and "骂人的话。" not in page


def test_watched_threads_are_those_of_others_and_can_be_left_from_the_list(see, cast, client_of, question, say):
    browser = client_of(cast.neighbour)
    browser.post(f"/threads/{question.id}/watch")
    say(question, "同问")
    assert question.title in see(cast.neighbour, "/my/watches")
    assert question.title not in see(cast.asker, "/my/watches")
    left = browser.post(f"/threads/{question.id}/unwatch", data={"next": "/my/watches"})
    assert left.location == "/my/watches"
    assert question.title not in see(cast.neighbour, "/my/watches")


def test_an_answer_waits_for_its_rating_until_it_is_rated(see, cast, answered, rules, clock):
    page = see(cast.asker, "/my/ratings")
    assert answered.title in page and f"/threads/{answered.id}/rating" in page
    assert '<span class="n">1</span>' in see(cast.asker, "/my")
    assert answered.title not in see(cast.neighbour, "/my/ratings")
    ratings.rate(answered, actor=cast.asker, now=clock.now(), city=rules, grade=5)
    assert answered.title not in see(cast.asker, "/my/ratings")


def test_a_question_without_an_answer_is_not_to_be_rated(see, cast, question):
    assert question.title not in see(cast.asker, "/my/ratings")


def test_boards_and_departments_are_watched_by_the_button_on_their_pages(see, cast, client_of, places, question):
    browser = client_of(cast.neighbour)
    for path, name in (("/boards/zhujian", "住建局"), ("/departments/zhujian", "清源市住房和城乡建设局")):
        assert f'action="{path}/watch"' in see(cast.neighbour, path)
        assert browser.post(f"{path}/watch").location == path
        assert f'action="{path}/unwatch"' in see(cast.neighbour, path)
        assert name in see(cast.neighbour, "/my/places")
    assert see(cast.neighbour, "/my/places").count(question.title) >= 2
    assert question.title not in see(cast.asker, "/my/places")
    browser.post("/departments/zhujian/unwatch", data={"next": "/my/places"})
    assert "清源市住房和城乡建设局" not in see(cast.neighbour, "/my/places")
    assert "/watch" not in see(cast.guest, "/boards/zhujian") + see(cast.guest, "/departments/zhujian")


def test_who_watches_a_board_or_a_department_is_told_once_of_a_new_question_and_its_asker_never(
    cast, places, asked, screened, now, told
):
    for actor in (cast.neighbour, cast.asker):
        for place in (places.housing_board, places.housing):
            actions.watch_place(place, actor=actor, now=now)
    actions.watch_place(places.roads, actor=cast.reporter, now=now)
    asked("新的问题")
    asked("等待审核的", city=screened)
    assert told(cast.neighbour) == ["new_thread"] and told(cast.asker) == told(cast.reporter) == []


def test_watching_twice_keeps_one_row_and_leaves_no_entry_in_the_log(cast, places, now):
    before = last_entry_number()
    done = [actions.watch_place(places.roads_board, actor=cast.asker, now=now) for _ in range(2)]
    assert done == [True, False] and PlaceWatch.select().count() == 1
    assert [actions.unwatch_place(places.roads_board, actor=cast.asker) for _ in range(2)] == [True, False]
    assert last_entry_number() == before


def test_a_member_watches_so_many_places_at_most(cast, places, now, monkeypatch):
    monkeypatch.setattr(actions, "MOST_PLACES", 1)
    actions.watch_place(places.roads, actor=cast.asker, now=now)
    with pytest.raises(Conflict):
        actions.watch_place(places.housing, actor=cast.asker, now=now)


def test_a_guest_watches_nothing(cast, places, now):
    for act in (
        lambda: actions.watch_place(places.roads, actor=cast.guest, now=now),
        lambda: actions.unwatch_place(places.roads, actor=cast.guest),
        lambda: actions.mark_all_read([], actor=cast.guest, now=now),
    ):
        with pytest.raises(Unauthorized):
            act()


@pytest.mark.parametrize("path", ["/boards/nowhere/watch", "/departments/nowhere/unwatch"])
def test_a_place_that_is_not_there_is_not_watched(client_of, cast, path):
    assert client_of(cast.asker).post(path).status_code == 404

"""The front page: every board with its last thread, and the figures above them."""

from datetime import timedelta

from boards.queries.lists.index import index_page
from boards.readers.tallies import reader as tallies


def row(page, slug):
    return next(board for category in page.categories for board in category.boards if board.slug == slug)


def test_a_board_without_threads_says_so(places, rules, now):
    found = row(index_page(now, rules), "zhujian")
    assert (found.threads, found.posts, found.today, found.last_thread, found.last_title) == (0, 0, 0, None, "")


def test_a_board_shows_the_thread_that_was_written_in_last(places, rules, now, asked, say):
    old, _ = asked("先问的"), asked("后问的")
    say(old, "顶一下。")
    found = row(index_page(now, rules), "zhujian")
    assert (found.last_thread, found.last_title, found.threads, found.posts) == (old.id, "先问的", 2, 3)


def test_an_anonymous_asker_is_not_named_beside_the_last_thread(places, rules, now, asked, cast):
    asked("匿名问的", anonymous=True)
    assert str(row(index_page(now, rules), "zhujian").last_name) == "匿名网友"
    assert cast.asker.name not in str(row(index_page(now, rules), "zhujian"))


def test_a_hidden_title_is_not_shown_on_the_front_page(places, rules, now, asked, held, floor_of):
    thread = asked("办假证")
    held(floor_of(thread, 1))
    assert "办假证" not in str(row(index_page(now, rules), "zhujian").last_title)


def test_todays_and_yesterdays_posts_are_days_of_the_city(places, rules, now, asked):
    asked("今天的问题")
    tallies(rules).catch_up(now)
    for moment, today, yesterday in ((now, 1, 0), (now + timedelta(days=1), 0, 1), (now + timedelta(days=2), 0, 0)):
        figures = index_page(moment, rules).figures
        assert [number for _, number in figures[:2]] == [today, yesterday]
        assert row(index_page(moment, rules), "zhujian").today == today


def test_the_figures_count_both_days_all_boards_and_the_departments(places, rules, now, asked, say):
    say(asked("一"), "顶一下。")
    asked("二", places.roads_board)
    tallies(rules).catch_up(now)
    assert [number for _, number in index_page(now, rules).figures] == [3, 0, 2, 3, 2]


def test_boards_stand_under_their_category_in_its_order(places, rules, now):
    found = [(page.name, [board.slug for board in page.boards]) for page in index_page(now, rules).categories]
    assert found == [("部门在线", ["zhujian", "jiaotong"]), ("互动交流", ["chengshi"])]

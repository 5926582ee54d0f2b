"""When a word has risen, in tables and for any numbers."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from moderation.supervision.hot.rules import Level, Span, busy, pairs_of, readable, topics, week_to, words_of

COUNTS = st.integers(0, 500)


@pytest.mark.parametrize(
    ("count", "threads", "before", "threads_before", "usual", "rose"),
    [
        (3, 30, 0, 240, 0, True),  # new, and in three questions
        (2, 30, 0, 240, 0, False),  # of two only
        (8, 100, 8, 800, 1, True),
        (5, 30, 10, 240, 1.25, False),  # four times as many, but so few that it may be chance
        (60, 600, 80, 800, 60, False),  # a busy week raises everything
        (30, 30, 240, 240, 30, False),  # a word that every question has
        (3, 14, 0, 14, 0, False),  # too little is known of what is usual
        (9, 9, 0, 0, 0, False),  # nothing is
    ],
)
def test_a_rise_is_large_against_the_usual_level(count, threads, before, threads_before, usual, rose):
    level = Level(count, threads, before, threads_before)
    assert (level.usual, level.rose) == (pytest.approx(usual), rose)


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_a_rise_is_never_negative_and_more_of_the_same_is_no_rise(count, others, before, others_before):
    level = Level(count, count + others, before, before + others_before)
    assert level.surprise >= 0 and level.times > 0
    again = Level(count, count + others, count * 8, (count + others) * 8)
    assert again.usual == pytest.approx(count) and not again.rose


@given(st.integers(0, 50), st.integers(50, 500), st.integers(0, 50), st.integers(50, 500))
def test_one_more_question_makes_a_rise_only_greater(count, threads, before, threads_before):
    less, more = (Level(count + n, threads, before, threads_before) for n in (0, 1))
    assert more.surprise >= less.surprise - 1e-9 and more.times > less.times
    assert more.rose or not less.rose


def test_the_weeks_before_end_where_the_span_begins():
    assert week_to(date(2014, 9, 22)) == Span(date(2014, 9, 16), date(2014, 9, 22))
    assert Span(date(2014, 9, 16), date(2014, 9, 22)).before == Span(date(2014, 7, 22), date(2014, 9, 15))


def test_what_is_counted_of_a_question_counts_once():
    runs = [["停水", "小区", "停水"], ["小区", "停水"], ["停水", "停水"]]
    assert words_of(runs) == {"停水", "小区"} and words_of([]) == set()
    assert pairs_of(runs, {"停水", "小区"}) == {("停水", "小区"), ("小区", "停水")}
    assert pairs_of(runs, {"停水"}) == pairs_of([], {"停水"}) == set()


def test_a_pair_takes_the_place_of_its_words_and_the_same_questions_are_one_topic():
    pair = ("道路", "积水")
    found = {"道路": [1, 2, 3, 4], "积水": [1, 2, 3], pair: [1, 2, 3], "暴雨": [1, 2, 3], "停电": [7, 8, 9]}
    surprise = {"道路": 5.0, "积水": 20.0, pair: 20.0, "暴雨": 12.0, "停电": 15.0}
    assert [readable(term) for term in topics(found, surprise, 10)] == ["道路积水", "停电"]
    assert [readable(term) for term in topics(found, surprise, 1)] == ["道路积水"]
    rare = {"道路": [1, 2, 3, 4, 5, 6, 7, 8], pair: [1, 2, 3]}
    assert list(topics(rare, {"道路": 30.0, pair: 20.0}, 10)) == ["道路", pair]
    assert readable(("open", "data")) == "open data"


@given(st.dictionaries(st.sampled_from("甲乙丙丁戊"), st.sets(st.integers(0, 8), min_size=1)), st.integers(0, 4))
def test_topics_are_some_of_the_terms_most_surprising_first(found, most):
    surprise = {term: float(len(threads)) for term, threads in found.items()}
    chosen = list(topics(found, surprise, most))
    assert len(chosen) <= most and set(chosen) <= set(found) and len(set(chosen)) == len(chosen)
    assert [surprise[term] for term in chosen] == sorted((surprise[term] for term in chosen), reverse=True)
    assert bool(chosen) == bool(found and most)


@pytest.mark.parametrize(("people", "usual", "rose"), [(3, 0, True), (2, 0, False), (6, 3, False), (7, 3, True)])
def test_a_thread_is_busy_with_three_people_and_twice_its_usual_level(people, usual, rose):
    assert busy(people, usual) is rose

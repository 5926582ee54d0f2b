"""The figures of `wenqu stats`, against a count made by hand from the definition."""

import json
from datetime import timedelta

import pytest

from boards.actions.cases.cohandling import request
from boards.actions.cases.handling import accept, close, first_reply, follow_up, give_result
from boards.actions.posts.threads import ask
from boards.models.threads import Clock
from boards.queries.lists.statistics import ClockFigures, as_dict, lines, statistics

HOUR = timedelta(hours=1)


@pytest.fixture
def history(places, cast, rules, now):
    """Questions with every fate: untouched, accepted in time and late, answered in time and late, asked again; one asks a neighbour."""

    def asked(after):
        return ask(
            places.housing_board,
            actor=cast.asker,
            now=now + after,
            city=rules,
            title="路灯",
            text="不亮。",
            kind="consultation",
        )

    untouched = asked(0 * HOUR)
    prompt, tardy, again = asked(HOUR), asked(HOUR), asked(2 * HOUR)
    accept(prompt, actor=cast.spokesperson, now=now + 3 * HOUR)  # at the due second: in time
    first_reply(prompt, actor=cast.spokesperson, now=now + 4 * HOUR, text="正在查。")
    request(
        prompt, actor=cast.spokesperson, now=now + 5 * HOUR, city=rules, departments=[places.roads], text="杆归谁管？"
    )
    accept(tardy, actor=cast.spokesperson, now=now + 3 * HOUR + timedelta(microseconds=1))
    give_result(tardy, actor=cast.spokesperson, now=now + 200 * HOUR, city=rules, text="修好了。")
    accept(again, actor=cast.colleague, now=now + 3 * HOUR)
    give_result(again, actor=cast.colleague, now=now + 5 * HOUR, city=rules, text="修好了。")
    follow_up(again, actor=cast.asker, now=now + 201 * HOUR, city=rules, text="又坏了。")
    talk = ask(places.talk_board, actor=cast.neighbour, now=now, city=rules, title="桂花", text="开了。")
    return untouched, prompt, tardy, again, talk


def by_hand(now):
    """Missed, by the definition: met after the due time, or not met and the due time is past."""
    return sum((clock.met_at or now) > clock.due_at for clock in Clock.select())


@pytest.mark.parametrize("hours", [0, 2, 3, 72, 73, 199, 202, 204, 300, 500])
def test_missed_agrees_with_a_count_by_hand_at_any_time(history, now, hours):
    assert statistics(now + hours * HOUR).missed == by_hand(now + hours * HOUR)


def test_each_clock_is_counted_once_under_what_became_of_it(history, now):
    found = statistics(now + 202 * HOUR)
    assert found.clocks == {
        "accept": ClockFigures(in_time=2, late=1, open=1, overdue=1),
        "first_reply": ClockFigures(),
        "answer": ClockFigures(in_time=1, late=1, open=1, overdue=2),
        "cohandling": ClockFigures(overdue=1),
    }
    assert found.missed == 6


def test_cases_are_counted_by_status_and_talk_is_no_case(history, cast, now):
    close(history[2], actor=cast.asker, now=now + 202 * HOUR)
    found = statistics(now + 202 * HOUR)
    counted = {status: number for status, number in found.cases.items() if number}
    assert counted == {"unaccepted": 1, "accepted": 1, "following-up": 1, "closed": 1}
    assert (found.threads, found.posts) == (5, 10)


def test_an_empty_forum_has_nothing_missed(database, now):
    found = statistics(now)
    assert (found.accounts, found.threads, found.posts, found.missed) == (0, 0, 0, 0)


def test_the_figures_are_plain_json_and_readable_lines(history, now):
    found = statistics(now + 202 * HOUR)
    assert json.loads(json.dumps(as_dict(found)))["clocks"]["answer"] == {
        "in_time": 1,
        "late": 1,
        "stopped": 0,
        "open": 1,
        "overdue": 2,
        "missed": 3,
    }
    assert str(list(lines(found))[-1]) == "逾期时限合计（迟办与逾期未办）：6"

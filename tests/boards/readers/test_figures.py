"""The reader that keeps the figures: what each deed changes, and that nothing is counted twice."""

from datetime import timedelta

import pytest

from boards.actions.cases import handling, ratings, transfers
from boards.models.figures import COLUMNS, CaseFigures, PeriodFigures
from boards.models.threads import Board, Thread
from boards.readers import figures
from boards.readers.figures_rebuild import Differences, rebuild, steps
from boards.rules.figures.choice import MONTH
from boards.rules.figures.measures import BITS, CITY, Measure
from forum.store import db

HOUR = timedelta(hours=1)


@pytest.fixture
def kept(rules, now):
    """kept(department): {measure: number} of the month, after reading the log."""

    def read(department=CITY):
        figures.reader(rules).catch_up(now)
        rows = PeriodFigures.select().where(
            PeriodFigures.department == department,
            PeriodFigures.months == MONTH,
            PeriodFigures.category == 0,
            PeriodFigures.kind == "",
            PeriodFigures.channel == "",
        )
        return {
            measure.value: value
            for row in rows
            for measure, column in COLUMNS.items()
            if (value := getattr(row, column.name))
        }

    return read


def test_a_column_for_each_measure():
    assert [column.name for column in COLUMNS.values()] == [measure.value for measure in Measure]


def test_a_case_from_question_to_rating(question, places, cast, rules, now, kept):
    assert kept() == {"received": 1, "forwarded": 1, "open": 1}
    handling.accept(question, actor=cast.spokesperson, now=now + HOUR)
    handling.give_result(question, actor=cast.spokesperson, now=now + HOUR, city=rules, text="已派人去修。")
    ratings.rate(question, actor=cast.asker, now=now + HOUR, city=rules, grade=1, solved=False)
    ratings.rate(question, actor=cast.asker, now=now + HOUR, city=rules, grade=4, solved=True)
    counted = {"received": 1, "forwarded": 1, "answered": 1, "accept_due": 1, "accepted_on_time": 1, "answer_due": 1}
    counted |= {"answered_on_time": 1, "rated": 1, "satisfied": 1, "asked_solved": 1, "solved": 1}
    assert kept() == kept(places.housing.id) == counted


def test_a_transfer_moves_the_case_to_the_other_department(question, places, cast, rules, now, kept):
    why = "这件事由交通部门负责，请带照片去窗口登记。"
    transfers.transfer(question, city=rules, to=places.roads, explanation=why, actor=cast.spokesperson, now=now)
    assert kept(places.housing.id) == {"stopped": 1, "transferred": 1}
    assert kept(places.roads.id) == {"received": 1, "forwarded": 1, "open": 1}


def test_months_are_summed_by_category_kind_and_channel_too(question, places, kept):
    kept()
    rows = PeriodFigures.select(
        PeriodFigures.department, PeriodFigures.category, PeriodFigures.kind, PeriodFigures.channel
    )
    category = places.housing_board.category_id
    choices = [(kind, channel) for kind in ("", "complaint") for channel in ("", "web")]
    whole = {(CITY, number, *choice) for number in (0, category) for choice in choices}
    assert set(rows.tuples()) == whole | {(places.housing.id, 0, *choice) for choice in choices}


def test_reading_again_counts_nothing_twice(question, rules, kept):
    before = kept()
    with db.write():
        assert figures.reckon([question.id], rules) == 0
    assert kept() == before


def test_a_rebuild_mends_what_differs_and_says_how_much(question, asked, rules, now, kept):
    asked("另一个问题")
    before = kept()
    wrong = BITS[Measure.RECEIVED] | BITS[Measure.SEALED]
    CaseFigures.update(measures=wrong).where(
        CaseFigures.thread == question.id, CaseFigures.department == CITY
    ).execute()
    PeriodFigures.update(received=7).where(PeriodFigures.kind == "", PeriodFigures.category == 0).execute()
    found = Differences()
    assert sum(rebuild(rules, now, found)) == steps() == Thread.select().count() + 2  # a month and its year
    assert found.cases == 1 and found.months > 1
    assert kept() == before
    again = Differences()
    list(rebuild(rules, now, again))
    assert again == Differences()


def test_a_month_from_which_the_last_case_went_differs_in_nothing(question, places, cast, rules, now, kept):
    kept()
    why = "这件事由交通部门负责，请带照片去窗口登记。"
    transfers.transfer(question, city=rules, to=places.roads, explanation=why, actor=cast.spokesperson, now=now)
    Board.update(category=places.talk_board.category_id).where(Board.id == places.housing_board.id).execute()
    with db.write():
        figures.reckon([question.id], rules)
    found = Differences()
    list(rebuild(rules, now, found))
    assert found == Differences()

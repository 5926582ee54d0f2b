"""The geometry of the bar chart."""

from moderation.supervision.statistics.charts import HEIGHT, TOP, bar_chart


def test_the_highest_bar_has_the_whole_height_and_all_stand_on_the_base():
    chart = bar_chart([("2014-08", (50, 25)), ("2014-09", (100, 0))])
    bars = [bar for group in chart.groups for bar in group.bars]
    assert [bar.height for bar in bars] == [HEIGHT / 2, HEIGHT / 4, HEIGHT, 0]
    assert all(bar.y + bar.height == chart.base for bar in bars)
    assert min(bar.y for bar in bars) == TOP
    assert len({bar.x for bar in bars}) == 4 and max(bar.x for bar in bars) < chart.width


def test_nothing_but_zeros_and_nothing_at_all_are_charts_too():
    assert [bar.height for bar in bar_chart([("2014-08", (0, 0))]).groups[0].bars] == [0, 0]
    assert bar_chart([]).groups == ()


def test_many_groups_stand_closer_and_name_every_other_one_up_to_the_newest():
    chart = bar_chart([(str(number), (1, 2)) for number in range(20)])
    named = [group.label for group in chart.groups if group.named]
    assert not chart.numbered and named[-2:] == ["17", "19"] and len(named) == 10
    assert bar_chart([("2014", (1, 2))]).numbered

"""What an account may post before a moderator looks: a table, and what holds for all records and texts."""

from datetime import timedelta

import pytest
from hypothesis import given, strategies as st

from boards.clocks.newness import Excess, Limits, Newness, Record, Standing, count_links, count_mentions
from boards.clocks.policy import PolicyError, load

RULES = Newness()
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("age", "posts", "hidden", "standing"),
    [
        (0 * DAY, 0, 0, Standing.NEW),
        (3 * DAY, 2, 0, Standing.NEW),
        (3 * DAY - timedelta(seconds=1), 500, 0, Standing.NEW),
        (-1 * DAY, 500, 0, Standing.NEW),
        (3 * DAY, 3, 0, Standing.KNOWN),
        (400 * DAY, 3, 0, Standing.KNOWN),
        (30 * DAY, 20, 1, Standing.KNOWN),
        (30 * DAY, 20, 0, Standing.TRUSTED),
    ],
)
def test_the_standing_follows_from_age_and_record(age, posts, hidden, standing):
    assert RULES.standing(Record(age, posts, hidden)) is standing


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("三盏路灯坏了，见 3.5 条", 0),
        ("http://a.cn/x 和 HTTPS://b.cn", 2),
        ("看 www.a.cn，再看awww.b", 1),
        ("[这里](//a.cn) [那里]( http://b.cn)", 3),
        ("[2楼](/threads/7/floors/2)：同意", 0),
        ("[url=a.cn]x[/url] [img]y[/img]", 2),
        ("", 0),
    ],
)
def test_links_to_elsewhere_are_counted_in_every_form(text, links):
    assert count_links(text) == links


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@李明 您好，@住建局 请看", 2),
        ("写信给 li@example.com 或 //a.cn/@x", 0),
        ("@", 0),
        ("@@李明", 0),
        ("@" + "长" * 21, 0),
        ("＠李明，请问@李明 在吗", 1),
        ("[他](/named/李明) 和[她]( </named/王红>)", 2),
        ("@一", 0),
    ],
)
def test_names_are_counted_and_addresses_of_mail_are_not(text, names):
    assert count_mentions(text) == names


RECORDS = st.builds(
    Record,
    st.timedeltas(timedelta(days=-2), timedelta(days=4000)),
    st.integers(0, 1000),
    st.integers(0, 5),
    st.integers(0, 100),
)


@given(RECORDS, st.text(alphabet="ab @张/:.w[](h)tps", max_size=200))
def test_who_is_older_and_has_written_more_is_never_held_for_more(record, text):
    older = Record(record.age + DAY, record.posts + 1, record.hidden, record.recent)
    assert set(RULES.excesses(text, older)) <= set(RULES.excesses(text, record))


@given(RECORDS, st.text(max_size=100), st.text(max_size=100))
def test_a_longer_text_is_never_held_for_less(record, text, more):
    assert set(RULES.excesses(text, record)) <= set(RULES.excesses(f"{text}\n{more}", record))


def test_each_excess_is_named_and_the_limit_itself_is_none():
    new = Record(recent=4)
    assert RULES.excesses("http://a.cn @李明 @王红", new) == ()
    beyond = RULES.excesses("http://a.cn http://b.cn @李明 @王红 @赵六", Record(recent=5))
    assert RULES.excesses("", Record(), 3) == (Excess.PICTURES,) and RULES.excesses("", Record(), 2) == ()
    assert beyond == (Excess.LINKS, Excess.MENTIONS, Excess.PACE)


def test_a_policy_changes_the_numbers(tmp_path):
    file = tmp_path / "city.toml"
    file.write_text("[newness]\nknown_days = 7\nsupports_of_address = 0\n[newness.new]\nlinks = 0\n")
    rules = load(file).newness
    assert (rules.known_days, rules.supports_of_address) == (7, 0)
    assert rules.limits[Standing.NEW] == Limits(links=0, mentions=2, pictures=2, posts=5)


@pytest.mark.parametrize("wrong", ["links = -1", 'posts = "6"', "posts = 0", "likes = 3", "mentions = 2.5"])
def test_a_wrong_number_stops_the_start_and_names_the_key(tmp_path, wrong):
    file = tmp_path / "city.toml"
    file.write_text(f"[newness.new]\n{wrong}\n")
    with pytest.raises(PolicyError) as refused:
        load(file)
    assert "newness.new" in refused.value.key

"""What the engine in PostgreSQL does that the others don't: it is filled by COPY, counts words, and looks at the newest posts first."""

import itertools
import random
import threading
from time import sleep

import pytest

from forum.store import db
from search.engines import postgres as engines, postgres_search, postgres_statements
from search.engines.base import Document, EngineQuery, IndexDamaged
from search.query.language import parse

WEEK = 7 * 86_400


def document(number, text, title="", **known):
    facts = {"board": number % 3, "kind": "complaint", "author": "", "created": number * WEEK} | known
    return Document(id=number, title=title, text=text, **facts)


@pytest.fixture
def database_url(postgresql):
    postgresql.made += 1
    name = f"search_postgres_{postgresql.made}"
    postgresql.server.psql(f"CREATE DATABASE {name} TEMPLATE template_wenqu;")
    return postgresql.url(name)


@pytest.fixture
def engine(database):
    made = engines.Postgres()
    made.create()
    return made


def ids(engine, q="", **more):
    query = parse(q)
    return [
        post
        for post, _ in engine.search(
            EngineQuery(groups=query.groups, without=query.without, near=query.near, **more)
        ).hits
    ]


def value(sql):
    return db.database.execute_sql(sql).fetchone()[0]


def test_a_post_becomes_one_vector_with_its_places_its_title_and_its_facts(engine):
    engine.write([document(7, "坏了 路灯", "路灯", board=3, author="小陈", created=1 << 29)], (), 1)
    lexemes = "'路灯':1,5 '坏了':3 '路' '灯' '坏' '了' '^路灯':1 '^路' '^灯' '#3' '~complaint' '$小陈' '@17.4096' '@20.512' '@23.64' '@26.8' '@29.1'"
    assert value("SELECT body::text FROM search_post") == value(f"SELECT $${lexemes}$$::tsvector::text")


@pytest.mark.parametrize("text", ["路灯坏了" * 300, "路灯坏了" * 9000, "路灯" + " 坏了" * 9000])
def test_a_post_may_have_more_words_than_a_vector_has_places(engine, text):
    engine.write([document(1, text)], (), 1)
    assert ids(engine, "路灯 坏了") == [1]


@pytest.mark.parametrize("author", ["O'Brien", "a\\b", "王 五", "' | 'x"])
def test_an_author_may_be_called_anything(engine, author):
    engine.write([document(1, "路灯", author=author), document(2, "路灯", author="x")], (), 1)
    assert ids(engine, "路灯", authors=(author,)) == [1]


def test_posts_that_change_while_an_index_is_built_aside_are_there_once(engine):
    aside = engine.new_build()
    aside.write([document(1, "路灯"), document(2, "路灯")], (), 0)
    aside.write([document(3, "路灯")], (), 0)
    aside.write([document(2, "公园"), document(4, "路灯")], (1,), 8)
    engine.switch_to(aside)
    assert (sorted(ids(engine, "路灯")), ids(engine, "公园"), engine.position(), engine.info().documents) == (
        [3, 4],
        [2],
        8,
        3,
    )


def test_what_is_gone_before_anything_came_is_no_trouble_aside(engine):
    aside = engine.new_build()
    aside.write([], (5,), 0)
    aside.write([document(5, "路灯")], (), 3)
    engine.switch_to(aside)
    assert ids(engine, "路灯") == [5]


def test_how_rare_a_word_is_is_counted_in_both_ways_of_filling(engine):
    posts = [document(number, "路灯" if number % 4 else "路灯 公园") for number in range(1, 101)]
    engine.write(posts, (), 1)
    written = engine.shares(["路灯", "公园", "没有"])
    aside = engine.new_build()
    aside.write(posts, (), 1)
    engine.switch_to(aside)
    assert engine.shares(["路灯", "公园", "没有"]) == written
    assert written["路灯"] == pytest.approx(1, abs=0.01)
    assert written["公园"] == pytest.approx(0.25, abs=0.01)
    assert 0 < written["没有"] < 0.01


def test_of_many_posts_some_stand_for_all(engine, monkeypatch):
    monkeypatch.setattr(engines, "COUNTED", 100)
    for start in range(1, 1000, 100):
        engine.write(
            [document(number, "公园" if number % 7 < 2 else "路灯") for number in range(start, start + 100)], (), 1
        )
    assert value("SELECT posts FROM search_state") == 1000
    assert engine.shares(["公园"])["公园"] == pytest.approx(2 / 7, abs=0.1)


def test_posts_that_are_written_again_or_gone_are_not_counted_as_more(engine):
    engine.write([document(1, "路灯"), document(2, "路灯")], (), 1)
    engine.write([document(1, "路灯坏了")], (2,), 2)
    assert (value("SELECT posts FROM search_state"), value("SELECT length FROM search_state")) == (1, 3)


def test_posts_that_say_nothing_but_what_all_say_are_still_found(engine):
    engine.write([document(1, "路灯 公园"), document(2, "路灯 公园")], (), 1)
    engine.write([], (2,), 2)
    for loose in (False, True):
        ((post, score),) = engine.search(EngineQuery(groups=parse("路灯 公园").groups, loose=loose)).hits
        assert (post, score >= 0) == (1, True)


def test_an_index_of_another_version_is_none(engine):
    db.database.execute_sql("UPDATE search_state SET version = version - 1")
    assert engine.position() is None
    engine.switch_to(engine.new_build())
    assert engine.position() == 0


def test_an_index_that_lost_a_table_is_none_and_no_search_hides_it(engine):
    db.database.execute_sql("DROP TABLE search_term")
    assert engine.position() is None
    with pytest.raises(IndexDamaged):
        ids(engine, "路灯")


@pytest.fixture
def years(engine):
    """400 posts, one a week, of which most have a word, some another, the oldest a third, and of the older ones all a fourth."""
    random.seed(3)
    made = [
        document(
            number,
            " ".join(
                ["路灯"] * (random.random() < 0.9)
                + ["公园"] * (random.random() < 0.2)
                + ["学校"] * (number < 9)
                + ["桥头"] * (number < 150)
            ),
            title="路灯" if number % 50 == 1 else "",
        )
        for number in range(1, 401)
    ]
    engine.write(made, (), 1)
    return made


@pytest.fixture
def statements(monkeypatch):
    """The statements that were sent."""
    sent, within = [], postgres_search._within
    monkeypatch.setattr(
        postgres_search, "_within", lambda ends, sql, values: sent.append(values) or within(ends, sql, values)
    )
    return sent


BOUNDS = [None, 30 * WEEK, 200 * WEEK + 1, 380 * WEEK]


@pytest.mark.parametrize("q", ["路灯", "公园", "学校", "路灯 公园", "公园 学校", "路灯 -公园", "公园 OR 学校", ""])
@pytest.mark.parametrize("boards", [None, (1,), (0, 2)])
def test_by_date_nothing_is_missed_however_little_is_looked_at(engine, years, q, boards):
    def fits(post, first, last):
        words = set(post.text.split())
        found = {
            "路灯 公园": {"路灯", "公园"} <= words,
            "公园 学校": {"公园", "学校"} <= words,
            "路灯 -公园": "路灯" in words and "公园" not in words,
            "公园 OR 学校": bool({"公园", "学校"} & words),
            "": True,
        }.get(q, q in words)
        return found and (boards is None or post.board in boards) and (first or 0) <= post.created < (last or 10**12)

    for first, last in itertools.product(BOUNDS, BOUNDS):
        wanted = [post.id for post in reversed(years) if fits(post, first, last)][:5]
        assert ids(engine, q, boards=boards, first=first, last=last, newest_first=True, limit=5) == wanted


def test_of_a_common_word_only_the_newest_posts_are_looked_at(engine, years, statements):
    found = engine.search(EngineQuery(groups=parse("路灯").groups, newest_first=True, limit=5))
    assert len(statements) == 1
    assert 5 < found.total < 100


def test_a_common_word_that_only_old_posts_have_is_looked_for_farther_and_farther_back(engine, years, statements):
    assert ids(engine, "桥头", newest_first=True, limit=2) == [149, 148]
    assert len(statements) == 3


def test_by_rank_titles_come_first_however_old_they_are(engine, years, monkeypatch):
    monkeypatch.setattr(postgres_statements, "RANKED", 10)
    monkeypatch.setattr(postgres_search, "RANKED", 10)
    titled = {post.id for post in years if post.title}
    found = ids(engine, "路灯", limit=10)
    assert set(found[: len(titled)]) == titled
    assert len(found) == 10


def test_of_a_question_whose_every_word_is_common_the_newest_posts_are_looked_at(engine, years, monkeypatch):
    monkeypatch.setattr(postgres_search, "BUDGET", 20)
    assert ids(engine, "路灯", loose=True, limit=10)[0] > 200


def test_of_a_question_whose_words_are_common_posts_with_two_of_them_are_found_however_old(engine, monkeypatch):
    made = [document(number, {0: "公园", 3: "路灯"}.get(number % 6, "学校")) for number in range(1, 201)]
    engine.write([*made, document(300, "公园 路灯", created=WEEK)], (), 1)
    monkeypatch.setattr(postgres_search, "BUDGET", 20)
    assert ids(engine, "公园 路灯", loose=True, limit=3)[0] == 300


def test_posts_that_are_not_read_are_ranked_after_those_that_are_found_better(engine, monkeypatch):
    monkeypatch.setattr(postgres_statements, "READ", 2)
    engine.write(
        [
            document(number, "路灯" * (number == 9) + " 路灯", title="路灯" if number == 4 else "")
            for number in range(1, 10)
        ],
        (),
        1,
    )
    found = ids(engine, "路灯")
    assert found[:2] == [4, 9]
    assert sorted(found) == list(range(1, 10))


def test_what_was_found_is_kept_when_the_time_is_over_later(engine, years, monkeypatch):
    within = postgres_search._within
    answers = iter(
        [within, lambda ends, sql, values: within(postgres_search.time.monotonic() + 0.01, "SELECT pg_sleep(5)", {})]
    )
    monkeypatch.setattr(postgres_search, "_within", lambda ends, sql, values: next(answers)(ends, sql, values))  # noqa: PLW0108 - another each time
    query = parse("路灯 公园")
    monkeypatch.setattr(postgres_search, "REACH", 0.2)
    found = engine.search(EngineQuery(groups=query.groups, newest_first=True, limit=8))
    assert (found.cut_short, 0 < len(found.hits) < 8) == (True, True)


def test_a_search_that_takes_too_long_finds_nothing_and_says_so(engine, years, monkeypatch):
    monkeypatch.setattr(postgres_search, "TIME_LIMIT", 0.01)
    monkeypatch.setattr(postgres_search.Asking, "by_rank", lambda *since: ("SELECT pg_sleep(5)", {}))
    found = engine.search(EngineQuery(groups=parse("路灯").groups))
    assert (found.hits, found.cut_short) == ((), True)


def test_who_searches_while_an_index_takes_over_neither_waits_in_a_circle_nor_finds_nothing(engine):
    engine.write([document(1, "路灯")], (), 1)
    wrong, over = [], threading.Event()

    def search():
        with db.connection():
            while not over.is_set():
                if ids(engine, "路灯") != [1] or engine.position() is None or engine.info().documents != 1:
                    wrong.append("nothing was found")

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(10):
        aside = engine.new_build()
        aside.write([document(1, "路灯")], (), 1)
        engine.switch_to(aside)
        sleep(0.02)
    over.set()
    for thread in threads:
        thread.join()
    assert wrong == []

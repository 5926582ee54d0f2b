"""Every engine keeps the same contract: the same posts are found, whatever their order."""

import contextlib
import threading

import pytest

from search.engines.base import Document, EngineQuery, IndexBusy
from search.engines.whoosh import Whoosh
from search.query.language import parse

TEXTS = {
    1: ("三衢路口没有红绿灯", "三个路口一个红绿灯都没有，过马路要等半天。"),
    2: ("", "红绿灯已经列入计划，十月底前装好。"),
    3: ("垃圾焚烧厂的气味", "天马山垃圾焚烧厂晚上有气味，ＢＲＴ站台都闻得到。"),
    4: ("", "环保局回复：垃圾車改在清晨清运，加入白名单。"),
    5: ("Hello world", "The bus stop has no roof. hello, 2号线A7县"),
}


def document(number, title, text, **known):
    facts = {"board": number % 2, "kind": "complaint", "author": f"网友{number}", "created": 1000 * number} | known
    return Document(id=number, title=title, text=text, **facts)


DOCUMENTS = [document(number, *texts) for number, texts in TEXTS.items()]


def make(name, tmp_path, request):
    if name == "whoosh":
        return Whoosh(tmp_path)
    if name == "tantivy":
        return pytest.importorskip("search.engines.tantivy").Tantivy(tmp_path)
    request.getfixturevalue("database")
    return pytest.importorskip("search.engines.postgres").Postgres()


@pytest.fixture(params=["whoosh", "tantivy", "postgres"])
def engine(request, tmp_path):
    """An engine with DOCUMENTS in it, at position 7."""
    made = make(request.param, tmp_path, request)
    made.create()
    made.write(DOCUMENTS, (), 7)
    return made


@pytest.fixture
def database_url(postgresql):
    """Only the engine in PostgreSQL asks for a database."""
    postgresql.made += 1
    name = f"search_{postgresql.made}"
    postgresql.server.psql(f"CREATE DATABASE {name} TEMPLATE template_wenqu;")
    return postgresql.url(name)


def ids(engine, q="", **more):
    engine.position()  # looks for the newest state
    query = parse(q)
    found = engine.search(EngineQuery(groups=query.groups, without=query.without, near=query.near, **more))
    return sorted(post for post, _ in found.hits)


@pytest.mark.parametrize(
    ("q", "posts"),
    [
        ("红绿灯", [1, 2]), ("红绿", [1, 2]), ("清", [4]), ("灯", [1, 2]), ("白名单", [4]), ("垃圾", [3, 4]), ("垃圾焚烧", [3]),
        ("BRT站台", [3]), ("ＢＲＴ", [3]), ("brt", [3]), ("br", []), ("垃圾焚燒", [3]), ("垃圾车", [4]), ("路口 半天", [1]),
        ('"红绿灯都没有"', [1]), ('"红绿灯没有"', []), ("红绿灯 -计划", [1]), ("红绿灯 -不存在的", [1, 2]), ("计划 OR 气味", [2, 3]),
        ("title:气味", [3]), ("title:计划", []), ("标题:红绿灯", [1]), ("hello", [5]), ('"hello world"', [5]), ("world hello", [5]),
        ("A7县", [5]), ("7", [5]), ("2号线", [5]), ("不存在", []), ("😀", []),
    ],
)  # fmt: skip
def test_words_characters_and_phrases_are_found(engine, q, posts):
    assert ids(engine, q) == posts


def test_a_loose_search_finds_what_has_some_of_the_words_best_first(engine):
    query = parse("红绿灯 半天 气味")
    found = engine.search(EngineQuery(groups=query.groups, near=query.near, loose=True))
    assert [post for post, _ in found.hits][0] == 1
    assert {post for post, _ in found.hits} == {1, 2, 3}
    query = parse("红绿灯 半天 气味 -白名单 -计划")
    assert {
        post for post, _ in engine.search(EngineQuery(groups=query.groups, without=query.without, loose=True)).hits
    } == {1, 3}


@pytest.mark.parametrize(
    ("wanted", "posts"),
    [
        ({"boards": (1,)}, [1, 3, 5]),
        ({"boards": ()}, []),
        ({"kinds": ("suggestion",)}, []),
        ({"authors": ("网友2",)}, [2]),
        ({"first": 2000}, [2, 3, 4, 5]),
        ({"last": 2000}, [1]),
        ({"first": 2000, "last": 3001}, [2, 3]),
        ({"boards": (1,), "first": 2000}, [3, 5]),
    ],
)
def test_filters_alone_and_with_words(engine, wanted, posts):
    assert ids(engine, **wanted) == posts
    assert ids(engine, "红绿灯", **wanted) == [post for post in posts if post in (1, 2)]


def test_newest_first_and_the_total_goes_beyond_the_limit(engine):
    found = engine.search(EngineQuery(newest_first=True, limit=2))
    assert ([post for post, _ in found.hits], found.total) == ([5, 4], 5)
    found = engine.search(EngineQuery(groups=parse("红绿灯").groups, newest_first=True, limit=1))
    assert ([post for post, _ in found.hits], found.total) == ([2], 2)


def test_a_title_weighs_more_than_a_mention(engine):
    engine.write([document(6, "", "这里顺便说到气味。")], (), 8)
    found = engine.search(EngineQuery(groups=parse("气味").groups))
    assert [post for post, _ in found.hits] == [3, 6]


def test_what_is_written_is_found_at_once_and_what_is_replaced_or_gone_is_not(engine):
    engine.write([document(1, "改过的标题", "换成了公园")], (3,), 9)
    assert engine.position() == 9
    assert (ids(engine, "公园"), ids(engine, "红绿灯"), ids(engine, "焚烧")) == ([1], [2], [])


def test_what_was_read_before_another_worker_wrote_is_not_written_over_it(engine):
    engine.write([document(1, "", "改过的公园")], (), 9, since=7)
    with pytest.raises(IndexBusy):
        engine.write([document(1, "", "早先读到的焚烧")], (), 8, since=7)
    assert (engine.position(), ids(engine, "公园"), ids(engine, "焚烧")) == (9, [1], [3])
    engine.write([document(1, "", "后来的公园")], (), 10, since=9)
    assert engine.position() == 10


def test_an_index_that_is_made_anew_is_empty_and_stands_at_nothing(engine):
    engine.create()
    assert (engine.position(), ids(engine, "红绿灯")) == (0, [])


def test_what_is_built_aside_takes_over_at_the_end(engine):
    aside = engine.new_build()
    aside.write([document(9, "", "只有这一个红绿灯")], (), 20)
    assert (ids(engine, "红绿灯"), engine.position()) == ([1, 2], 7)
    engine.switch_to(aside)
    assert (ids(engine, "红绿灯"), engine.position()) == ([9], 20)
    engine.write([document(10, "", "又一个红绿灯")], (), 21)
    assert ids(engine, "红绿灯") == [9, 10]


class Meanwhile(list):
    """Documents during whose writing something happens once."""

    def __init__(self, documents, happens):
        super().__init__(documents)
        self._happens = happens

    def __iter__(self):
        happens, self._happens = self._happens, lambda: None
        happens()
        return super().__iter__()


@pytest.mark.parametrize(
    "engine", ["whoosh", "tantivy"], indirect=True
)  # in postgres the changing over waits until nothing is written
def test_what_was_being_written_when_another_took_over_does_no_harm_to_that(engine, tmp_path, request):
    other = make(engine.name, tmp_path, request)
    aside = other.new_build()
    aside.write([document(9, "", "只有这一个红绿灯")], (), 6)
    with contextlib.suppress(IndexBusy):
        engine.write(Meanwhile([document(10, "", "又一个红绿灯")], lambda: other.switch_to(aside)), (), 8)
    assert (engine.position(), ids(engine, "红绿灯")) == (6, [9])
    engine.write([document(10, "", "又一个红绿灯")], (), 8)
    assert (engine.position(), ids(engine, "红绿灯")) == (8, [9, 10])


def test_only_whoosh_comes_to_lie_in_many_pieces_and_being_built_anew_mends_that(engine, monkeypatch):
    monkeypatch.setattr("search.engines.whoosh.PIECES", 3)
    assert not engine.is_fragmented()
    for number in range(10, 14):
        engine.write([document(number, "", "又一个红绿灯")], (), number)
    assert engine.is_fragmented() == (engine.name == "whoosh")
    aside = engine.new_build()
    aside.write(DOCUMENTS, (), 20)
    engine.switch_to(aside)
    assert not engine.is_fragmented()


def test_a_condemned_index_has_no_position(engine):
    engine.mark_damaged()
    assert engine.position() is None


def test_the_size_is_told(engine):
    assert engine.info().documents == 5
    assert engine.info().size > 0


def test_threads_that_search_together_find_the_same(engine):
    """whoosh: a searcher that threads share gives wrong results."""
    wrong, wanted = [], {"红绿灯": [1, 2], "垃圾": [3, 4], "清": [4], "垃圾焚烧厂": [3]}

    def search():
        for q, posts in list(wanted.items()) * 15:
            if ids(engine, q) != posts:
                wrong.append(q)

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []

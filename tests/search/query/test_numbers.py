"""A number finds only itself; when that is nothing, the page says so and offers the words without it."""

import pytest

from search.query.numbers import without_numbers

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    ("q", "left"),
    [
        ("人民路12号", "人民路"),
        ("人民路１２号漏水", "人民路 漏水"),
        ("浙H12345乱停", "乱停"),
        ("浙AD12345 乱停", "乱停"),
        ("浙H12345", ""),
        ("204路公交", "公交"),
        ("K12路 公交", "公交"),
        ("地铁3号线", "地铁"),
        ('"人民路12号" 漏水', '"人民路 " 漏水'),
        ('漏水 "12"', "漏水"),
        ("漏水 12 早于:2014-09-13 标题:5号楼", "漏水 早于:2014-09-13 标题:"),
        ("99", ""),
    ],
)
def test_what_is_left_of_a_query_without_its_numbers(q, left):
    assert without_numbers(q) == left


@ON_SQLITE
@pytest.mark.parametrize(
    ("q", "left"), [("人民路12号", "人民路"), ("浙H12345 占道", "占道"), ("204路公交", "公交"), ("人民路 99", "人民路")]
)
def test_the_words_without_the_number_are_offered(found, say, question, client_of, cast, q, left):
    say(question, "人民路13号漏水，浙H54321占道，205路公交绕行。")
    (note,) = found(q)["notes"]
    assert "数字必须完全一样" in note
    page = client_of(cast.guest).get("/search", query_string={"q": q, "sort": "date"})
    assert note in page.text and f"不带数字再找：{left}" in page.text
    assert found(left)["total"] == 1
    address = page.text.partition("不带数字再找")[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
    assert "共 1 个帖子" in client_of(cast.guest).get(address).text


@ON_SQLITE
def test_a_plate_alone_has_nothing_to_offer(found, question, client_of, cast):
    assert found("浙H12345")["notes"]
    assert "不带数字再找" not in client_of(cast.guest).get("/search", query_string={"q": "浙H12345"}).text


@ON_SQLITE
@pytest.mark.parametrize("q", ["不存在的词语", "人民路13号"])
def test_nothing_is_said_about_numbers_that_are_not_in_the_way(found, say, question, q):
    say(question, "人民路13号漏水。")
    assert found(q)["notes"] == []


@ON_SQLITE
def test_posts_with_the_number_and_some_of_the_other_words_are_found(found, say, question):
    post = say(question, "204路公交晚点，天天等半小时。")
    say(question, "205路公交晚点，公交司机说堵车。")
    assert [item["post"] for item in found("204路公交班次")["items"]] == [post.id]

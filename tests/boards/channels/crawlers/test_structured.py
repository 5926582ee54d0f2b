"""What a thread's page says to search engines and to those with whom it is shared."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest

from boards.actions.cases import handling
from boards.models.threads import Thread
from forum.web.json_script import json_script


@pytest.fixture
def described(see, cast):
    """described(thread): the JSON-LD on its page; None without."""

    def read(thread, who=None, query=""):
        page = see(who or cast.guest, f"/threads/{thread.id}{query}")
        found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
        assert len(found) <= 1
        return json.loads(found[0]) if found else None

    return read


def test_a_case_is_a_question_and_its_result_the_accepted_answer(described, question, cast, rules, clock, settings):
    asked = described(question)["mainEntity"]
    assert (asked["name"], asked["answerCount"], asked["author"]["name"]) == (question.title, 0, cast.asker.name)
    handling.accept(question, actor=cast.spokesperson, now=clock.now())
    handling.first_reply(question, text="已派人去看。", actor=cast.spokesperson, now=clock.now())
    assert described(question)["mainEntity"]["suggestedAnswer"]["text"] == "已派人去看。"
    now = clock.advance(timedelta(hours=1))
    handling.give_result(question, text="灯已装好。", actor=cast.spokesperson, now=now, city=rules)
    page = described(question)
    answer = page["mainEntity"]["acceptedAnswer"]
    assert page["@type"] == "QAPage" and page["mainEntity"]["@type"] == "Question" and answer["text"] == "灯已装好。"
    assert answer["author"]["@type"] == "GovernmentOrganization"
    assert answer["author"]["url"] == f"{settings.url}/departments/zhujian"
    assert answer["url"] == f"{settings.url}/threads/{question.id}#floor-3"
    assert "suggestedAnswer" not in page["mainEntity"] and page["mainEntity"]["answerCount"] == 1


def test_another_thread_is_a_discussion(described, asked, places, cast, say):
    talk = asked("城南的公园", board=places.talk_board, kind=None)
    say(talk, "去过")
    page = described(talk)
    assert (page["@type"], page["headline"], page["commentCount"]) == ("DiscussionForumPosting", "城南的公园", 1)


def test_who_is_anonymous_stays_so_and_what_is_hidden_is_not_described(described, asked, cast, see):
    shy = asked("匿名的问题", anonymous=True)
    assert described(shy)["mainEntity"]["author"]["name"] == "匿名网友"
    Thread.update(hidden=True).where(Thread.id == shy.id).execute()
    assert described(shy) is None
    assert "请看一看" not in see(cast.guest, f"/threads/{shy.id}").partition("</head>")[0]


def test_only_the_first_page_of_the_floors_in_their_order_describes_the_thread_and_only_to_guests(
    described, question, cast
):
    assert described(question) is not None
    for query in ("?view=tree", "?order=desc", "?only=1"):
        assert described(question, query=query) is None
    assert described(question, who=cast.neighbour) is None


def test_nothing_that_is_written_ends_the_data(described, asked, see, cast):
    evil = "</script><script>alert(1)</script><!--"
    thread = asked("标题</script>", text=evil)
    assert described(thread)["mainEntity"]["text"] == evil
    assert "<script>alert" not in see(cast.guest, f"/threads/{thread.id}")
    assert json_script({"a": "<\u2028&"}) == '{"a":"\\u003c\\u2028\\u0026"}'


def test_a_shared_link_says_what_the_question_is(see, question, cast, settings):
    head = see(cast.guest, f"/threads/{question.id}").partition("</head>")[0]
    said = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', head))
    assert unescape(said["title"]) == question.title and said["url"] == f"{settings.url}/threads/{question.id}"
    assert said["type"] == "article" and "三个路口一个红绿灯都没有" in said["description"]
    assert "og:" not in see(cast.neighbour, f"/threads/{question.id}")
    assert 'property="og:title"' in see(cast.guest, "/")


def test_a_results_page_is_not_for_search_engines(see, question, cast):
    assert '<meta name="robots" content="noindex">' in see(cast.guest, "/search?q=红绿灯")

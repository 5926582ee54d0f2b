"""Members see in lists how many posts were written after they read a thread, and are led to the first of them."""

import re

import pytest

MARK = re.compile(r'<a class="unread-posts" href="([^"]*)"><span>([^<]*)</span></a>')


@pytest.fixture
def read(client_of):
    """read(actor, thread, floor): the actor says that he has read up to that floor."""

    def told(actor, thread, floor):
        assert client_of(actor).post(f"/threads/{thread.id}/reading", data={"floor": str(floor)}).status_code == 303

    return told


def test_a_thread_with_new_posts_is_marked_for_who_read_it_before(see, cast, question, say, read):
    read(cast.neighbour, question, 1)
    assert MARK.findall(see(cast.neighbour, "/boards/zhujian")) == []
    say(question, "同问")
    say(question, "我家门口也是")
    page = see(cast.neighbour, "/boards/zhujian")
    assert MARK.findall(page) == [(f"/threads/{question.id}#floor-2", "2 条新的")]
    assert "thread-row has-unread" in page
    assert (
        MARK.findall(see(cast.spokesperson, "/boards/zhujian"))
        == MARK.findall(see(cast.guest, "/boards/zhujian"))
        == []
    )
    read(cast.neighbour, question, 3)
    assert MARK.findall(see(cast.neighbour, "/boards/zhujian")) == []


def test_askers_see_it_on_the_front_page_too_without_having_said_how_far_they_read(see, cast, question, say, read):
    assert MARK.findall(see(cast.asker, "/")) == []
    say(question, "同问")
    for path in ("/", "/boards/zhujian"):
        assert MARK.findall(see(cast.asker, path)) == [(f"/threads/{question.id}#floor-2", "1 条新的")]
        assert MARK.findall(see(cast.neighbour, path)) == []
    read(cast.asker, question, 2)
    assert MARK.findall(see(cast.asker, "/")) == []

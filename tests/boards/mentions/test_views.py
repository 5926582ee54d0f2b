"""Where a mention leads, and which names are offered: only what everybody can read tells that somebody is here."""

import pytest

from boards.actions.posts import posts
from boards.actions.posts.threads import ask
from boards.mentions.models import MentionKey
from boards.mentions.reader import reader
from forum.accounts.models import Account
from forum.personal.names import rename


@pytest.fixture
def reply(question, cast, rules, clock):
    """reply(actor, **more): the Post of a reply to the question."""
    return lambda actor, text="看到了。", **more: posts.reply(
        question, actor=actor, now=clock.now(), city=rules, text=text, **more
    )


@pytest.fixture
def offered(client_of, clock, cast):
    """offered(typed): the names that the neighbour is offered."""
    client = client_of(cast.neighbour)

    def ask(typed, **arguments):
        reader().catch_up(clock.now())
        found = client.get("/names", query_string={"q": typed, **arguments}).json["names"]
        return [each["mention"] for each in found]

    return ask


def profile_of(actor):
    return f"/users/{Account.get_by_id(actor.account).profile_id}"


def test_a_name_leads_to_the_profile_of_who_bears_it_in_any_spelling(app, cast, reply):
    reply(cast.neighbour)
    for name in ("清源老李", "清源 老李", "清源老李 "):
        assert app.test_client().get(f"/named/{name}").location == profile_of(cast.neighbour)


def test_an_old_name_leads_to_who_bore_it(app, cast, reply, clock):
    reply(cast.neighbour)
    rename(cast.neighbour, "西门老李", now=clock.now())
    assert app.test_client().get("/named/清源老李").location == profile_of(cast.neighbour)


def test_a_department_is_led_to_by_its_short_and_its_whole_name(app, places):
    for name in ("住建局", "清源市住房和城乡建设局"):
        assert app.test_client().get(f"/named/{name}").location == "/departments/zhujian"


def test_it_is_said_clearly_that_nobody_bears_a_name(app, cast):
    page = app.test_client().get("/named/无此人")
    assert page.status_code == 404 and "没有人公开用这个名字" in page.text and "@无此人" in page.text
    assert app.test_client().get("/named/---").status_code == 404


def test_names_are_offered_by_their_beginning_and_initials_departments_first(cast, reply, offered):
    reply(cast.spokesperson)
    reply(cast.reporter)
    assert offered("王晓") == ["王晓燕"]
    assert offered("zm") == ["朱明"]
    assert offered("zj") == ["住建局"]
    assert offered("住") == ["住建局"]
    assert offered("") == offered("…") == offered("没有这个人") == []


def test_who_wrote_in_the_thread_comes_first(cast, reply, question, offered, places, rules, clock):
    other = ask(
        places.talk_board, actor=cast.colleague, now=clock.now(), city=rules, title="周末", text="周末去哪里玩？"
    )
    reply(cast.asker)
    assert offered("周", thread=other.id) == ["周建国"]
    assert offered("周", thread="x") == ["周建国"]


def test_a_new_name_is_offered_instead_of_the_old_one(cast, reply, offered, clock):
    reply(cast.asker)
    assert offered("slc") == [] and offered("三衢") == ["三衢路的小陈"]
    rename(cast.asker, "西门小陈", now=clock.now())
    assert offered("三衢") == [] and offered("西门") == ["西门小陈"]
    assert MentionKey.select().where(MentionKey.account == cast.asker.account).count() == 2


def test_names_are_for_members_and_no_faster_than_typing(app, cast):
    assert app.test_client().get("/names?q=王").status_code in (302, 303)


def test_who_wrote_only_anonymously_is_nobody(app, cast, reply, offered):
    reply(cast.neighbour, anonymous=True)
    assert app.test_client().get("/named/清源老李").status_code == 404
    assert offered("qyll") == offered("清源老") == []

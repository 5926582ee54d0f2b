"""Who is told that a post mentions him: once a post, only of what everybody can read, and by an edit or a release too."""

import pytest

from boards.actions.cases.transfers import publish
from boards.actions.posts import posts
from boards.actions.posts.threads import ask
from boards.mentions.told import MOST_TOLD
from boards.models.threads import Post
from boards.notifications.preferences import Preferences, set_preferences
from boards.notifications.queries import notifications_page
from forum.accounts.models import Account
from forum.accounts.queries import actor_of_account
from forum.personal.names import rename
from forum.store import db
from forum.store.readers import Cursor


@pytest.fixture
def say(cast, rules, clock):
    """say(thread, actor, text): the Post of a reply."""
    return lambda thread, actor, text, **more: posts.reply(
        thread, actor=actor, now=clock.now(), city=rules, text=text, **more
    )


@pytest.fixture
def first_post(question):
    return Post.get(Post.thread == question.id, Post.floor == 1)


def test_the_mentioned_is_told_and_led_to_the_floor(question, cast, told, say):
    reply = say(question, cast.asker, "请@清源老李 看，还有 @清源老李 和 `@朱明`")
    assert told(cast.neighbour) == ["mentioned"] and told(cast.reporter) == []
    row = notifications_page(actor_of_account(Account.get_by_id(cast.neighbour.account), None)).rows[0]
    assert row.url == f"/threads/{question.id}/floors/{reply.floor}" and row.office is None


def test_who_is_answered_or_writes_is_not_told_a_second_time(question, cast, told, say):
    first = say(question, cast.neighbour, "我也看到了。")
    say(question, cast.asker, "@清源老李 在哪里？ @三衢路的小陈", parent=first.id)
    assert told(cast.neighbour) == ["reply_to_you"]
    assert told(cast.asker) == ["reply"]


def test_an_edit_tells_whom_it_adds_and_nobody_twice(question, cast, told, say, clock):
    reply = say(question, cast.asker, "@清源老李 您好")
    assert told(cast.neighbour) == ["mentioned"]
    posts.revise(reply, actor=cast.asker, now=clock.now(), text="@清源老李 @朱明 您好")
    assert told(cast.neighbour) == told(cast.reporter) == ["mentioned"]


def test_the_log_read_again_tells_nothing_again(question, cast, told, say, clock):
    reply = say(question, cast.asker, "@清源老李 您好")
    posts.revise(reply, actor=cast.asker, now=clock.now(), text="@清源老李 您好！")
    assert told(cast.neighbour) == ["mentioned"]
    with db.write():
        Cursor.update(position=0).where(Cursor.name == "notifications").execute()
    assert told(cast.neighbour) == ["mentioned"]


def test_a_department_is_told_by_its_spokespersons_unless_it_hears_of_the_post_anyway(
    places, cast, rules, told, now, say, clock
):
    text = "@住建局 @交通局 @清源市交通运输局 这条路归谁管？"
    thread = ask(
        places.housing_board, actor=cast.asker, now=now, city=rules, title="路归谁管", text=text, kind="consultation"
    )
    assert told(cast.outsider) == ["department_mentioned"]
    assert told(cast.spokesperson) == told(cast.colleague) == ["question"]
    say(thread, cast.neighbour, "@住建局 在吗")
    assert told(cast.colleague) == ["question", "department_mentioned"]


def test_nobody_is_told_of_what_he_cannot_read_until_he_can(places, cast, screened, told, now, clock):
    thread = ask(
        places.housing_board,
        actor=cast.asker,
        now=now,
        city=screened,
        title="灯不亮",
        text="@清源老李 说灯不亮",
        kind="complaint",
    )
    assert told(cast.neighbour) == []
    publish(thread, actor=cast.moderator, now=clock.now(), city=screened)
    assert told(cast.neighbour) == ["mentioned"]


def test_an_old_name_means_who_bore_it_until_another_bears_it(question, cast, told, say, clock):
    rename(cast.neighbour, "西门老李", now=clock.now())
    say(question, cast.asker, "@清源老李 您好")
    assert told(cast.neighbour) == ["mentioned"]


def test_who_wants_no_such_notifications_gets_none(question, cast, told, say, now):
    set_preferences(Preferences(wanted=()), actor=cast.neighbour, now=now)
    say(question, cast.asker, "@清源老李 您好")
    assert told(cast.neighbour) == []


def test_an_anonymous_post_mentions_too_and_names_nobody(question, cast, told, say):
    say(question, cast.neighbour, "@朱明 来看看", anonymous=True)
    assert told(cast.reporter) == ["mentioned"]


def test_of_very_many_names_only_the_first_are_told(question, cast, told, say):
    nobody = " ".join(f"@某某{number}号" for number in range(MOST_TOLD))
    say(question, cast.asker, f"{nobody} @清源老李")
    assert told(cast.neighbour) == []

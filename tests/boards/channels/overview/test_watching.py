"""Whoever takes over an account that a channel had opened follows its questions and is told at the bell."""

import pytest

from boards.actions.cases import handling
from boards.actions.posts.threads import ask
from boards.channels.overview.watching import watch_merged
from boards.models.notifications import Notification, Watch
from boards.notifications.reader import reader
from boards.rules.channel import Channel
from forum.accounts.models import Account
from forum.accounts.queries import actor_of_account
from forum.identities.actions import bind, new_code, open_for
from forum.store import worker

OPENID = "oWx_zhu-0001"


@pytest.mark.parametrize("stopped", [False, True])
def test_the_questions_are_followed_from_then_on(settings, cast, places, now, rules, stopped):
    opened = open_for("wechat", OPENID, "微信网友", now=now, settings=settings)
    former = actor_of_account(Account.get_by_id(opened.account_id), now)
    said = {"title": "路灯坏了", "text": "三个路口都没有灯。", "kind": "complaint", "channel": Channel.WECHAT}
    thread = ask(places.housing_board, actor=former, now=now, city=rules, **said)
    bind(cast.asker, new_code("wechat", OPENID, now=now, settings=settings), now=now, settings=settings)
    if stopped:
        Watch.create(thread=thread.id, account=cast.asker.account, since=now, ended_at=now)
    for _ in range(2):
        watch_merged(cast.asker, now)
    assert Watch.select().count() == 1
    handling.accept(thread, actor=cast.spokesperson, now=now, city=rules)
    worker.catch_up([reader()], now)
    told = {row.account_id for row in Notification.select().where(Notification.event == "accepted")}
    assert told == {former.account} | (set() if stopped else {cast.asker.account})


def test_without_a_merge_nothing_is_followed(cast, now, database):
    watch_merged(cast.asker, now)
    assert not Watch.select().exists()

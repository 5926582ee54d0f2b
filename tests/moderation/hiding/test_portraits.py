"""Who speaks, at a glance: a portrait for an account, an emblem for an office, one figure for all without a name."""

import re

from boards.actions.cases import handling
from moderation.hiding import actions as hiding

PORTRAIT = re.compile(r'<div class="who">(?:<span class="avatar ([^"]*)" aria-hidden="true">([^<]*)</span>)?')


def test_everybody_is_drawn_by_what_he_is_here(see, cast, question, say, now, rules):
    say(question, "我住旁边")
    say(question, "不说我是谁", anonymous=True)
    say(question, "我也不说", anonymous=True, actor=cast.asker)
    hidden = say(question, "骂人的话")
    say(question, "再说一句")
    handling.accept(question, actor=cast.spokesperson, now=now)
    handling.give_result(question, actor=cast.spokesperson, now=now, city=rules, text="下周装灯。")
    hiding.hide(hidden, actor=cast.moderator, now=now, reason="骂人")
    asker, neighbour, one, other, gone, again, office = PORTRAIT.findall(see(cast.guest, f"/threads/{question.id}"))
    assert asker != neighbour == again
    assert "hill" in asker[0] and "hill" in neighbour[0]
    assert one == other == gone == ("", "")
    assert office == ("official", "住建")


def test_a_hidden_post_has_no_portrait_and_an_anonymous_one_that_of_all(see, cast, question, say, now):
    hiding.hide(say(question, "骂人的话"), actor=cast.moderator, now=now, reason="骂人")
    say(question, "不说我是谁", anonymous=True)
    page = see(cast.moderator, f"/threads/{question.id}")
    assert [part.startswith('<span class="avatar "') for part in page.split('<div class="who">')[2:]] == [False, True]

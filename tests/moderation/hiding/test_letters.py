"""What is concealed before a letter about it is sent is not in the letter."""

from boards.actions.cases import handling
from boards.actions.posts import posts
from boards.models.threads import Post
from boards.notifications.preferences import Preferences, set_preferences
from boards.queries.parts.covering import first_part
from forum.store.commitments import segments
from moderation.covering import actions as covering
from moderation.hiding import actions as hiding


def test_a_post_that_is_hidden_before_the_letter_is_sent_is_not_in_it(
    question, cast, rules, now, address_of, post_office
):
    address_of(cast.asker)
    set_preferences(Preferences([("reply", "mail")]), actor=cast.asker, now=now)
    reply = posts.reply(question, actor=cast.neighbour, now=now, city=rules, text="某某人的电话是 13812341234")
    post_office.plan()
    hiding.hide(reply, actor=cast.moderator, now=now, code="personal", reason="公布了别人的电话")
    post_office.send()
    (letter,) = post_office.letters()
    assert "13812341234" not in letter.get_content() and "屏蔽" in letter.get_content()


def test_a_hidden_title_is_not_in_the_subject(question, cast, rules, now, address_of, post_office):
    address_of(cast.asker)
    handling.accept(question, actor=cast.spokesperson, now=now)
    handling.give_result(question, actor=cast.spokesperson, now=now, city=rules, text="下周一装灯，请放心。")
    post_office.plan()
    hiding.hide(
        Post.get(Post.thread == question.id, Post.floor == 1),
        actor=cast.moderator,
        now=now,
        code="personal",
        reason="标题有人名",
    )
    post_office.send()
    (letter,) = post_office.letters()
    assert "三衢路口" not in letter["Subject"] and "标题已屏蔽" in letter["Subject"]


def test_a_covered_part_is_not_in_the_letter(question, cast, rules, now, address_of, post_office):
    address_of(cast.asker)
    set_preferences(Preferences([("reply", "mail")]), actor=cast.asker, now=now)
    reply = posts.reply(question, actor=cast.neighbour, now=now, city=rules, text="请打 13812341234 找老王")
    part = f"1.{segments('请打 13812341234 找老王').index('13812341234') + first_part(reply)}"
    post_office.plan()
    covering.cover(reply, actor=cast.moderator, now=now, code="address", parts=[part])
    post_office.send()
    assert "13812341234" not in post_office.letters()[0].get_content()

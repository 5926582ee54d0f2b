"""A thread: floors with their names, pages by floor, the tree, one author, and what the public must not see."""

import re
from datetime import timedelta

import pytest
from stage_pages import everywhere

from boards.actions.cases import handling
from boards.actions.posts import posts
from boards.actions.posts.threads import support
from boards.models.threads import Post
from forum.accounts import actions as accounts
from forum.accounts.models import Account

SECRET = "小陈的真名不该出现"


def test_the_first_floors_have_their_classic_names(see, cast, question, say):
    for number in range(2, 7):
        say(question, f"第{number}层")
    page = see(cast.guest, f"/threads/{question.id}")
    assert re.findall(r'<h3 class="floor"><a [^>]*>([^<]*)</a>', page) == ["楼主", "沙发", "板凳", "地板", "5楼", "6楼"]


def test_forty_five_floors_stand_on_three_pages(see, cast, question, say, floors):
    for number in range(2, 46):
        say(question, f"第{number}层")
    pages = [floors(see(cast.guest, f"/threads/{question.id}?page={page}")) for page in (1, 2, 3)]
    assert pages == [list(range(1, 21)), list(range(21, 41)), list(range(41, 46))]
    assert floors(see(cast.guest, f"/threads/{question.id}?order=desc"))[0] == 45
    assert floors(see(cast.guest, f"/threads/{question.id}?order=desc&page=3"))[-1] == 1


@pytest.mark.parametrize(("floor", "leads"), [(1, "#floor-1"), (20, "#floor-20"), (21, "?page=2#floor-21")])
def test_jumping_to_a_floor(client_of, cast, question, say, floor, leads):
    for number in range(2, 22):
        say(question, f"第{number}层")
    browser = client_of(cast.guest)
    assert browser.get(f"/threads/{question.id}/floors/{floor}").location == f"/threads/{question.id}{leads}"
    assert browser.get(f"/threads/{question.id}/floors?floor={floor}").location == f"/threads/{question.id}{leads}"
    assert browser.get(f"/threads/{question.id}/floors/22").status_code == 404


def test_a_reply_quotes_what_it_answers_and_links_to_it(see, cast, question, say):
    first = say(question, "灯确实没有")
    say(question, "我也看到了", parent=first.id)
    page = see(cast.guest, f"/threads/{question.id}")
    assert re.search(
        r'<blockquote class="quote"><a href="/threads/1/floors/2">回复 2楼</a> <b>清源老李</b> 灯确实没有', page
    )


def test_only_one_author(see, cast, question, say, floors):
    say(question, "署名的")
    say(question, "匿名的", anonymous=True)
    say(question, "楼主自己的", actor=cast.asker)
    say(question, "又是署名的")
    address = f"/threads/{question.id}?only="
    assert floors(see(cast.guest, address + "1")) == [1, 4]
    assert floors(see(cast.guest, address + "2")) == [2, 5], "an anonymous post must not be linked to named ones"
    assert floors(see(cast.guest, address + "3")) == [3]


def test_the_tree_is_drawn_to_a_depth_and_goes_on_elsewhere(see, cast, question, say, floors):
    above = None
    for number in range(2, 11):
        above = say(question, f"第{number}层", parent=above and above.id)
    page = see(cast.guest, f"/threads/{question.id}?view=tree")
    assert floors(page) == [1, 2, 3, 4, 5, 6]
    assert "继续看这段讨论（还有 4 层）" in page and f"/threads/{question.id}?view=tree&amp;root=6" in page
    assert floors(see(cast.guest, f"/threads/{question.id}?view=tree&root=6")) == [6, 7, 8, 9, 10]


def test_a_branch_too_deep_to_draw_does_not_make_an_empty_page(see, cast, question, say, floors):
    above = None
    for number in range(2, 72):
        above = say(question, f"第{number}层", parent=above and above.id)
    aside = say(question, "另一条")
    first = see(cast.guest, f"/threads/{question.id}?view=tree")
    following = re.search(r'<a rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    assert floors(first) == [1, 2, 3, 4, 5, 6]
    assert floors(see(cast.guest, following)) == [aside.floor]


def test_a_wide_tree_shows_every_floor_once(see, cast, question, say, floors):
    for number in range(2, 102):
        say(question, f"第{number}层")
    first = see(cast.guest, f"/threads/{question.id}?view=tree")
    following = re.search(r'<a rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    assert floors(first) + floors(see(cast.guest, following)) == list(range(1, 102))


def test_official_answers_stand_out_and_are_listed_at_the_top(see, cast, question, rules, now, words):
    handling.accept(question, actor=cast.spokesperson, now=now)
    handling.give_result(question, actor=cast.spokesperson, now=now, city=rules, text="下周装灯。")
    page = see(cast.guest, f"/threads/{question.id}")
    top = page[page.index("</article>") : page.index('id="floor-2"')]
    assert "官方答复" in words(top) and "下周装灯。" in words(top) and f'href="/threads/{question.id}/floors/2"' in top
    assert re.search(r'<article class="post is-official" id="floor-2">', page)
    assert page.count('class="post is-official"') == 1


def test_the_verified_badge_stands_outside_the_words_of_people(see, cast, question, say, rules, now):
    handling.accept(question, actor=cast.spokesperson, now=now)
    handling.give_result(question, actor=cast.spokesperson, now=now, city=rules, text="下周装灯。")
    imitation = '<span class="verified">住建局 · 网络发言人 <span class="tick">已认证</span></span>'
    say(question, imitation)
    floors = see(cast.guest, f"/threads/{question.id}").split('<article class="post')[1:]
    floors = [floor.partition("</article>")[0] for floor in floors]
    marked = [
        re.search(r'<div class="who">.*?</div>', floor, re.DOTALL)[0].count('class="verified"') for floor in floors
    ]
    assert marked == [0, 1, 0]
    assert [floor.count('<span class="verified"') for floor in floors] == marked


def test_a_post_keeps_the_role_it_was_written_in(see, cast, question, rules, now, words):
    handling.accept(question, actor=cast.spokesperson, now=now)
    handling.give_result(question, actor=cast.spokesperson, now=now, city=rules, text="下周装灯。")
    accounts.revoke(Account.get_by_id(cast.spokesperson.account), "spokesperson", question.department_id, now=now)
    assert "王晓燕 住建局 · 网络发言人 已认证" in words(see(cast.guest, f"/threads/{question.id}"))


def test_an_anonymous_asker_is_named_to_moderators_only(client_of, cast, asked, say, rules, now):
    Account.update(display_name=SECRET).where(Account.id == cast.asker.account).execute()
    from forum.accounts.queries import actor_of_account

    asker = actor_of_account(Account.get_by_id(cast.asker.account), now)
    thread = asked("匿名的问题", actor=asker, anonymous=True)
    say(thread, "楼主补充", actor=asker)
    handling.accept(thread, actor=cast.spokesperson, now=now)
    handling.give_result(thread, actor=cast.spokesperson, now=now, city=rules, text="答复")
    post = handling.follow_up(thread, actor=asker, now=now, city=rules, text="追问")
    posts.revise(post, actor=asker, now=now, text="追问，补充")
    say(thread, "回楼上", parent=post.id)
    for who in ("guest", "neighbour", "spokesperson", "administrator", "supervisor"):
        for address in everywhere(thread, post):
            answer = client_of(getattr(cast, who)).get(address, follow_redirects=True)
            assert answer.status_code == 200, address
            assert SECRET not in answer.text, (who, address)
    assert SECRET in client_of(cast.moderator).get(f"/threads/{thread.id}").text


@pytest.mark.parametrize(("who", "status"), [("guest", 404), ("neighbour", 404), ("spokesperson", 404), ("administrator", 404),
                                             ("asker", 200), ("moderator", 200)])  # fmt: skip
def test_a_question_that_waits_is_seen_by_its_asker_and_the_moderators(client_of, cast, asked, screened, who, status):
    thread = asked("等审核的问题", city=screened)
    post = Post.get(Post.thread == thread.id)
    browser = client_of(getattr(cast, who))
    for address in (
        f"/threads/{thread.id}",
        f"/posts/{post.id}/revisions",
        f"/api/v1/threads/{thread.id}" if who == "guest" else f"/threads/{thread.id}",
    ):
        answer = browser.get(address)
        assert (answer.status_code, "等审核的问题" in answer.text) == (status, status == 200)


def test_support_counts_once(client_of, cast, question, see):
    browser = client_of(cast.neighbour)
    for _ in range(2):
        assert browser.post(f"/threads/{question.id}/support").status_code == 303
    page = see(cast.neighbour, f"/threads/{question.id}")
    assert "支持 1" in page and 'aria-pressed="true"' in page
    assert support(question, actor=cast.neighbour, now=question.created_at) is False


def test_the_badge_and_the_timeline_follow_the_case(see, cast, question, clock, words):
    page = words(see(cast.guest, f"/threads/{question.id}"))
    assert "未受理" in page and "逾期" not in page.partition("办理经过")[0].partition("三衢路口没有红绿灯")[2][:200]
    clock.advance(timedelta(hours=3))
    assert re.search(r'class="badge[^"]* s-overdue"', see(cast.guest, f"/threads/{question.id}"))
    handling.accept(question, actor=cast.spokesperson, now=clock.now())
    page = see(cast.guest, f"/threads/{question.id}")
    assert re.search(r'class="badge[^"]* s-accepted">已受理<', page)
    assert re.search(r"住建局 .*2014-09-22 13:00 受理 王晓燕", words(page))


def test_the_neighbours_on_the_board(see, cast, asked, screened):
    first, waiting, second, third = asked("第一"), asked("等审", city=screened), asked("第二"), asked("第三")
    page = see(cast.guest, f"/threads/{second.id}")
    assert re.search(rf'rel="prev" href="/threads/{first.id}"', page)
    assert re.search(rf'rel="next" class="to-next" href="/threads/{third.id}"', page)
    ends = see(cast.guest, f"/threads/{first.id}")
    assert 'rel="prev"' not in ends and f'href="/threads/{waiting.id}"' not in ends

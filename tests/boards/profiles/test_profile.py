"""The public page of an account: what it wrote under its name, and nothing that was written anonymously or is not shown."""

import re

import pytest

from boards.actions.cases import handling
from boards.models.threads import Post
from boards.profiles.queries import PAGE
from forum.accounts.models import Account


@pytest.fixture
def profile():
    return lambda actor: f"/users/{Account.get_by_id(actor.account).profile_id}"


def test_what_was_written_under_the_name_is_listed_and_linked_from_posts(see, cast, question, say, profile):
    say(question, "我也这么看。")
    page = see(cast.guest, profile(cast.neighbour))
    assert "清源老李" in page and "我也这么看。" in page and f"/threads/{question.id}#floor-2" in page
    thread = see(cast.guest, f"/threads/{question.id}")
    assert profile(cast.neighbour) in thread and profile(cast.asker) in thread


def test_what_was_written_anonymously_is_not_on_it_for_anybody_even_its_writer(
    see, client_of, cast, asked, say, question, profile
):
    thread = asked("悄悄问一句", anonymous=True)
    say(question, "悄悄说一句。", anonymous=True)
    for reader in (cast.guest, cast.moderator, cast.asker, cast.neighbour):
        assert "悄悄" not in see(reader, profile(cast.asker))
        own = reader is cast.neighbour
        assert client_of(reader).get(profile(cast.neighbour)).status_code == (200 if own else 404)
    assert "悄悄" not in see(cast.neighbour, profile(cast.neighbour))
    assert "/users/" not in see(cast.moderator, f"/threads/{thread.id}")


def test_what_is_hidden_or_waits_is_not_on_it(see, cast, question, say, asked, screened, profile, now):
    rude = say(question, "骂人的话。")
    Post.update(hidden_at=now, hidden_role="moderator").where(Post.id == rude.id).execute()
    asked("等待审核的", city=screened)
    assert "等待审核的" not in see(cast.moderator, profile(cast.asker))
    assert "骂人的话。" not in see(cast.neighbour, profile(cast.neighbour))


def test_officials_are_not_linked_and_search_engines_are_kept_out(see, cast, question, rules, now, profile):
    handling.accept(question, actor=cast.spokesperson, now=now)
    handling.give_result(question, actor=cast.spokesperson, now=now, city=rules, text="灯已装好。")
    assert profile(cast.spokesperson) not in see(cast.guest, f"/threads/{question.id}")
    assert '<meta name="robots" content="noindex">' in see(cast.guest, profile(cast.asker))


def test_older_posts_stand_on_the_next_page(see, cast, question, say, profile):
    for n in range(PAGE + 1):
        say(question, f"第{n}句")
    first = see(cast.guest, profile(cast.neighbour))
    following = re.search(r'href="(/users/[^"]*before=[^"]*)"', first).group(1)
    assert "第0句" not in first and "第0句" in see(cast.guest, following)


@pytest.mark.parametrize("name", ["nobody", "0" * 16, "' or 1=1", "é" * 99])
def test_an_unknown_user_is_not_found(client_of, cast, name):
    assert client_of(cast.guest).get(f"/users/{name}").status_code == 404


def test_a_bad_cursor_is_refused(client_of, cast, question, profile):
    assert client_of(cast.guest).get(f"{profile(cast.asker)}?before=x").status_code == 400

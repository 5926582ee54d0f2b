"""Nobody in particular: an account that equals none, and notes those with which it was compared."""

from dataclasses import replace

from boards.rules import access
from forum.roles import ActingRole, Actor, Role
from forum.web.members.somebody import AnyAccount, anybody, is_plain, one_person

MEMBER = Actor(account=7, name="陈晓", unread=3, session=1)


def test_it_equals_no_account_and_notes_whom_it_was_compared_with():
    account = AnyAccount()
    assert (account == 7, account != 7, account == 8, account == -1) == (False, True, False, False)
    assert account.compared == {7, 8, -1}
    assert not account.unknown


def test_the_rules_say_of_it_what_they_say_of_a_stranger():
    somebody = anybody().actor
    assert not access.is_own(somebody, 7, "web")
    assert somebody.account.compared == {7}
    assert somebody.signed_in


def test_it_says_when_it_was_looked_up_in_a_set():
    account = AnyAccount()
    assert account not in {7, 8}
    assert account.unknown


def test_the_page_of_one_person_is_found_by_their_rights_and_not_by_what_stands_at_its_edges():
    assert one_person(MEMBER).key == one_person(replace(MEMBER, unread=9, session=2)).key
    moderator = replace(MEMBER, acting_roles=frozenset({ActingRole(Role.MODERATOR)}))
    assert one_person(MEMBER).key != one_person(moderator).key
    assert (is_plain(MEMBER), is_plain(moderator), is_plain(replace(MEMBER, waiting=True))) == (True, False, False)

"""How an author is shown to each reader: named, or anonymous with the name for himself and the moderators."""

import pytest

from boards.queries.parts.people import ANONYMOUS, author, last_name
from forum.roles import LABELS, OFFICIALS, ActingRole, Actor, Role

ASKER, STRANGER, GUEST = Actor(account=1), Actor(account=2), Actor()
MODERATOR = Actor(account=3, acting_roles=frozenset({ActingRole(Role.MODERATOR)}))
SPOKESPERSON = Actor(account=4, acting_roles=frozenset({ActingRole(Role.SPOKESPERSON, 1)}))


def row(**changed):
    """What a query returns of a post by the asker."""
    return {"author_id": 1, "author_name": "小陈", "role": "netizen", "anonymous": False, **changed}


@pytest.mark.parametrize("viewer", [GUEST, STRANGER, SPOKESPERSON, MODERATOR, ASKER])
def test_everybody_reads_a_name_that_was_given(viewer):
    shown = author(viewer, row())
    assert (shown.name, shown.anonymous, shown.revealed) == ("小陈", False, None)


@pytest.mark.parametrize(
    ("viewer", "revealed"),
    [(GUEST, None), (STRANGER, None), (SPOKESPERSON, None), (MODERATOR, "小陈"), (ASKER, "小陈")],
)
def test_an_anonymous_author_is_revealed_to_himself_and_to_moderators_only(viewer, revealed):
    shown = author(viewer, row(anonymous=True))
    assert (shown.name, shown.anonymous, shown.revealed) == (ANONYMOUS, True, revealed)


@pytest.mark.parametrize("role", list(Role))
def test_officials_are_verified_and_carry_the_label_of_their_role(role):
    shown = author(GUEST, row(role=role.value))
    assert (shown.role, shown.role_label, shown.verified) == (role.value, LABELS[role], role in OFFICIALS)


def test_the_department_is_the_one_that_the_post_was_written_for():
    shown = author(GUEST, row(role="spokesperson", department_short="住建局", department_slug="zhujian"))
    assert (shown.department, shown.department_slug) == ("住建局", "zhujian")


@pytest.mark.parametrize(("columns", "asker"), [({}, False), ({"asker": True}, True)])
def test_the_asker_is_marked_where_the_row_says_so(columns, asker):
    assert author(GUEST, row(**columns)).asker is asker


@pytest.mark.parametrize(("stored", "shown"), [("清源老李", "清源老李"), ("", ANONYMOUS)])
def test_the_last_name_of_a_list_is_empty_for_an_anonymous_author(stored, shown):
    assert last_name(stored) == shown


@pytest.mark.parametrize("viewer", [GUEST, MODERATOR, ASKER])
def test_a_portrait_is_drawn_for_who_gave_a_name_and_for_nobody_else(viewer):
    known = author(viewer, row(public_id="a7c1")).portrait
    assert known == author(viewer, row(public_id="a7c1", author_name="另一个名字")).portrait != ""
    assert author(viewer, row(public_id="a7c1", anonymous=True)).portrait == ""
    assert author(viewer, row(public_id="a7c1", role="spokesperson", department_short="住建局")).portrait == ""

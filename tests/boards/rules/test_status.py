"""The table of statuses and verbs (boards.rules.status), pinned cell by cell."""

import pytest
from hypothesis import given, strategies as st

from boards.rules.status import OPEN, SETTLED, TABLE, Status, Verb, Who, allows, move, relations, verbs
from forum.roles import GUEST, ActingRole, Actor, Role

# Status before, verb, status after (- for no case any more), who: a asker, s the department's spokesperson, m moderator, c asked for input.
PINNED = """
pending       publish             unaccepted    m
pending       route               unaccepted    m
pending       decline             declined      m
pending       answer_by_platform  answered      m
pending       mark_duplicate      closed        m
pending       open_discussion     -             m
pending       merge               closed        m
unaccepted    accept              accepted      s
unaccepted    transfer            unaccepted    s
unaccepted    return              pending       s
unaccepted    decline             declined      sm
unaccepted    extend              unaccepted    s
unaccepted    input               unaccepted    c
unaccepted    merge               closed        m
accepted      first_reply         accepted      s
accepted      result              answered      s
accepted      follow_up           following-up  a
accepted      transfer            unaccepted    s
accepted      return              pending       s
accepted      decline             declined      sm
accepted      extend              accepted      s
accepted      cohandle            accepted      s
accepted      input               accepted      c
accepted      merge               closed        m
answered      result              answered      s
answered      follow_up           following-up  a
answered      close               closed        as
answered      input               answered      c
answered      rate                answered      a
answered      merge               closed        m
following-up  accept              accepted      s
following-up  follow_up           following-up  a
following-up  result              answered      s
following-up  transfer            unaccepted    s
following-up  return              pending       s
following-up  decline             declined      sm
following-up  extend              following-up  s
following-up  cohandle            following-up  s
following-up  input               following-up  c
following-up  merge               closed        m
closed        follow_up           following-up  a
closed        input               closed        c
closed        rate                closed        a
"""
LETTERS = {"a": Who.ASKER, "s": Who.SPOKESPERSON, "m": Who.MODERATOR, "c": Who.COHANDLER}
ROWS = {(status, verb): (to, who) for status, verb, to, who in map(str.split, PINNED.strip().splitlines())}
WHO = st.frozensets(st.sampled_from(Who))


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("verb", Verb)
def test_every_cell_of_the_table_is_as_it_was_decided(status, verb):
    found = move(status, verb)
    expected = ROWS.get((status.value, verb.value))
    assert (found and (found.to or "-", found.who)) == (
        expected and (expected[0], frozenset(LETTERS[c] for c in expected[1]))
    )


def test_the_pinned_table_names_no_cell_twice():
    assert len(ROWS) == len(PINNED.strip().splitlines()) == len(TABLE)


def test_nothing_leads_out_of_a_declined_case():
    assert not any(status is Status.DECLINED for status, _ in TABLE)


@pytest.mark.parametrize("status", Status)
def test_every_status_but_where_it_begins_can_be_reached(status):
    assert status in {move.to for move in TABLE.values()}


@given(st.sampled_from(Status), st.sampled_from(Verb), WHO, st.booleans())
def test_a_verb_is_allowed_where_the_table_has_it_for_one_of_ones_relations(status, verb, who, answered):
    found = move(status, verb)
    wanted = bool(found and found.who & who) and (answered or verb not in (Verb.FOLLOW_UP, Verb.RATE))
    assert allows(status, verb, who, answered) == wanted
    assert (verb in verbs(status, who, answered)) == wanted


@given(st.sampled_from(Verb), WHO)
def test_a_thread_without_a_case_allows_nothing(verb, who):
    assert not allows(None, verb, who, True)


@given(st.sampled_from(Status), st.booleans())
def test_a_stranger_may_do_nothing(status, answered):
    assert verbs(status, frozenset(), answered) == []


def test_a_department_owes_something_in_the_open_statuses_only():
    assert OPEN | SETTLED | {Status.PENDING, Status.ANSWERED} == set(Status)


@pytest.mark.parametrize(
    ("hats", "account", "expected"),
    [
        ((), 5, {Who.ASKER}),
        ((), 6, set()),
        ((ActingRole(Role.SPOKESPERSON, 1),), 6, {Who.SPOKESPERSON}),
        ((ActingRole(Role.SPOKESPERSON, 2),), 6, {Who.COHANDLER}),
        ((ActingRole(Role.SPOKESPERSON, 3),), 6, set()),
        ((ActingRole(Role.MODERATOR),), 5, {Who.ASKER, Who.MODERATOR}),
        ((ActingRole(Role.ADMINISTRATOR), ActingRole(Role.SUPERVISOR), ActingRole(Role.SIGNATORY)), 6, set()),
    ],
)
def test_how_a_person_stands_to_a_case(hats, account, expected):
    actor = Actor(account=account, acting_roles=frozenset(hats))
    assert relations(actor, asker=5, department=1, cohandlers=frozenset({2})) == expected


def test_a_guest_stands_in_no_relation_not_even_to_a_case_without_department():
    assert relations(GUEST, asker=None, department=None) == frozenset()

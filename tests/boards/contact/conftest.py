"""A case with private messages, and who writes them."""

import pytest

from forum.personal import phones


@pytest.fixture
def case(asked):
    """An anonymous question."""
    return asked("路口没有灯", anonymous=True)


@pytest.fixture
def page(client_of, case):
    """page(actor): the page of the case's private messages as its text."""
    return lambda actor: client_of(actor).get(f"/threads/{case.id}/contact").text


@pytest.fixture
def send(client_of, case):
    """send(actor, "contact", **form): the response to a form below the case."""
    return lambda actor, noun="contact", **form: client_of(actor).post(f"/threads/{case.id}/{noun}", data=form)


@pytest.fixture
def written(send, cast, case):
    assert send(cast.spokesperson, text="请告诉我们是几号楼，方便上门。").status_code == 303
    return case


@pytest.fixture
def with_phone(cast, now, settings):
    phones.give(cast.asker, "138 1234 5678", now=now, settings=settings)

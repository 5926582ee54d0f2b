"""An operator's desk: the form of a call, and questions that came through the hotline."""

import pytest

from boards.actions.cases import handling
from boards.channels.hotline.actions import Caller, enter
from forum.private import Encryptor

CALL = {
    "caller": "朱晓兰女士",
    "phone": "13812341234",
    "called_at": "2014-09-22T09:40",
    "kind": "complaint",
    "title": "东门外三盏路灯不亮",
    "text": "晚上接孩子看不清路，半个月了。",
}


@pytest.fixture
def call():
    """What the operator types, as it goes through the form."""
    return dict(CALL)


@pytest.fixture
def encryptor(settings):
    return Encryptor(settings.secret_key)


@pytest.fixture
def called(places, cast, rules, encryptor, clock):
    """called(**changes): a question from the hotline, entered now."""

    def enter_one(**changes):
        given = {**CALL, **changes}
        caller = Caller(given["caller"], given["phone"], clock.now())
        question = {name: given[name] for name in ("title", "text", "kind")}
        return enter(
            places.housing_board,
            caller,
            actor=cast.operator,
            now=clock.now(),
            city=rules,
            encryptor=encryptor,
            **question,
        )

    return enter_one


@pytest.fixture
def answered(called, cast, rules, clock):
    """answered(**changes): the same, and its department has answered."""

    def answer_one(**changes):
        thread = called(**changes)
        handling.accept(thread, actor=cast.spokesperson, now=clock.now())
        handling.give_result(thread, actor=cast.spokesperson, now=clock.now(), city=rules, text="三盏灯已修好。")
        return thread

    return answer_one

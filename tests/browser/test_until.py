"""until(): an element of the page before is waited out, every other refusal of the browser is shown."""

import pytest

GONE = "unknown error: unhandled inspector error: Node with given id does not belong to the document"


def test_an_element_of_the_page_before_is_waited_out(until):
    from selenium.common.exceptions import WebDriverException

    answers = iter([WebDriverException(GONE), "there"])
    assert until(lambda browser: _given(next(answers))) == "there"


def test_another_refusal_is_shown(until):
    from selenium.common.exceptions import WebDriverException

    with pytest.raises(WebDriverException, match="disconnected"):
        until(lambda browser: _given(WebDriverException("disconnected")))


def _given(answer):
    if isinstance(answer, Exception):
        raise answer
    return answer

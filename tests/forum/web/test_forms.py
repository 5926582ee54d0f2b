"""Forms: what is read of one by its declaration, and how it comes back when what it asks for is refused."""

import pytest
from flask import Flask, get_flashed_messages
from werkzeug.exceptions import HTTPException

from forum.fields import Field, Form
from forum.messages import M
from forum.problems import Forbidden, Invalid, Problem, TooMany
from forum.web.forms import flash_and_redirect, form_again_on, read_form

FIELDS = (
    Field("title", label=M("标题")),
    Field("tags", "boxes"),
    Field("password", "password", secret=True),
)
PAGE = "{{ form.values.title }}|{{ form.errors.title }}|{{ form.notice }}|{{ page }}"


@pytest.fixture
def submitted(monkeypatch):
    """The request of a form that was submitted, on a program with one template."""
    app = Flask(__name__)
    app.secret_key = "of this test alone"
    monkeypatch.setattr(
        "forum.web.forms.render_template", lambda name, **context: app.jinja_env.from_string(name).render(context)
    )
    sent = {"title": " 路灯 ", "tags": ["a", "b"], "password": "open sesame", "extra": "x"}
    with app.test_request_context(method="POST", data=sent):
        yield


def comes_back(problem, **how):
    with (
        pytest.raises(HTTPException) as ended,
        form_again_on(Problem, PAGE, read_form(FIELDS), **{"page": "page", **how}),
    ):
        raise problem
    return ended.value.response


def test_what_is_declared_is_read_as_it_came_and_a_secret_is_not(submitted):
    assert read_form(FIELDS).values == {"title": " 路灯 ", "tags": ["a", "b"]}


def test_what_was_not_sent_is_empty(submitted):
    form = read_form((Field("absent"), Field("none", "boxes")))
    assert (form["absent"], form["none"]) == ("", [])


def test_a_form_that_was_not_submitted_has_no_values():
    assert Form(FIELDS).values == {}


def test_a_form_knows_its_declaration_by_name():
    assert Form(FIELDS).declaration("tags") is FIELDS[1]
    with pytest.raises(KeyError):
        Form(FIELDS).declaration("extra")


def test_values_are_added_to_a_copy():
    form = Form(FIELDS, {"title": "a"})
    assert form.with_values(post=3).values == {"title": "a", "post": 3}
    assert form.values == {"title": "a"}


def test_an_invalid_form_comes_back_with_its_errors(submitted):
    response = comes_back(Invalid(title=M("太短。")))
    assert response.status_code == 422
    assert response.get_data(as_text=True) == " 路灯 |太短。|None|page"


def test_another_problem_comes_back_as_a_notice_with_its_status_and_when_to_try_again(submitted):
    response = comes_back(TooMany(17))
    assert (response.status_code, response.headers["Retry-After"]) == (429, "17")
    assert response.get_data(as_text=True) == f" 路灯 ||{TooMany.detail}|page"


def test_the_page_is_made_after_the_refusal(submitted):
    made = []
    with form_again_on(Problem, PAGE, read_form(FIELDS), page=lambda: made.append("page")):
        pass
    assert made == []
    assert comes_back(Invalid(), page=lambda: "made late").get_data(as_text=True).endswith("|made late")


def test_what_is_excepted_meets_the_error_pages(submitted):
    with pytest.raises(Forbidden), form_again_on(Problem, PAGE, read_form(FIELDS), except_for=Forbidden):
        raise Forbidden()


def test_other_problems_than_those_named_meet_the_error_pages(submitted):
    with pytest.raises(TooMany), form_again_on(Invalid, PAGE, read_form(FIELDS)):
        raise TooMany()


def test_success_flashes_and_redirects(submitted):
    response = flash_and_redirect(M("已保存。"), "/there")
    assert (response.status_code, response.location) == (303, "/there")
    assert get_flashed_messages(with_categories=True) == [("done", "已保存。")]

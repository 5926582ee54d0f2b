import pytest

from forum import problems
from forum.messages import M, Message

STATUS = {
    problems.Malformed: 400,
    problems.Unauthorized: 401,
    problems.Forbidden: 403,
    problems.NotFound: 404,
    problems.NeverAllowed: 405,
    problems.Conflict: 409,
    problems.TooLarge: 413,
    problems.Invalid: 422,
    problems.TooMany: 429,
    problems.Unavailable: 503,
}


@pytest.mark.parametrize(("kind", "status"), STATUS.items())
def test_each_problem_has_its_status_and_speaks(kind, status):
    problem = kind()
    assert isinstance(problem, problems.Problem)
    assert problem.status == status
    assert isinstance(problem.title, Message) and isinstance(problem.detail, Message)
    assert str(problem)


def test_a_detail_replaces_the_usual_one_for_this_problem_only():
    assert problems.Conflict(M("已由另一位发言人受理")).detail == M("已由另一位发言人受理")
    assert problems.Conflict().detail != M("已由另一位发言人受理")


def test_invalid_names_its_fields_even_one_called_title():
    problem = problems.Invalid(title=M("标题不能为空"))
    assert problem.errors == {"title": M("标题不能为空")}
    assert problem.title == problems.Invalid.title


def test_invalid_takes_a_mapping_of_errors_as_well():
    assert problems.Invalid({"text": M("太长")}).errors == {"text": M("太长")}


@pytest.mark.parametrize("kind", [problems.TooMany, problems.Unavailable])
def test_a_problem_that_passes_says_when_to_come_back(kind):
    assert kind().retry_after > 0
    assert kind(7).retry_after == 7
    assert kind(7, M("过一会儿")).detail == M("过一会儿")


def test_other_problems_name_no_time():
    assert problems.Forbidden().retry_after is None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_official_who_is_refused_leaves_a_line_in_the_programs_log(client_of, cast, question, caplog, everything):
    moderator, before = client_of(cast.moderator), everything()
    assert moderator.post("/posts/1/hiding", data={"code": "insult", "reason": ""}).status_code == 422
    assert [record.message for record in caplog.records] == [
        f"refused: POST /posts/1/hiding by account {cast.moderator.account}: reason: 不能为空，也不能只有空白。"
    ]
    client_of(cast.asker).post("/posts/1/revisions", data={"text": ""})
    assert len(caplog.records) == 1
    assert {table for table, rows in everything().items() if rows != before[table]} <= {"session"}

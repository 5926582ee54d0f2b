"""The pages of the quiz: practice and mock test for everybody, wrong answers for those who are signed in."""

import secrets
from datetime import UTC, datetime

from flask import Blueprint, render_template, request
from itsdangerous import BadSignature, URLSafeSerializer

from boards.queries.lists.departments import get_department
from boards.services.quiz import actions, queries
from boards.services.quiz.rules import MINUTES, PASS, compose, mark
from forum.messages import M
from forum.numbers import ID_DIGITS, whole_number
from forum.problems import Malformed, NotFound
from forum.web.door import EVERYONE, SIGNED_IN, door, settings
from forum.web.forms import flash_and_redirect

views = Blueprint("quiz", __name__, url_prefix="/departments/<slug>/quiz")

LIMITS = {"minutes": MINUTES, "points": PASS}
FOREIGN = M("这份试卷不是本站发的，请重新开始。")


@door(views, "", allow=EVERYONE)
def index(actor, now, slug):
    department = get_department(slug)
    return render_template("boards/quiz.html", department=department, count=len(queries.ids_of(department)), **LIMITS)


@door(views, "/practice", allow=EVERYONE)
def practice(actor, now, slug):
    department, typed = get_department(slug), request.args.get("question")
    wanted = whole_number(typed, ID_DIGITS) if typed else None
    if typed and wanted is None:
        raise NotFound(M("题库里没有这道题。"))
    given = tuple(request.args.getlist("answer")) if "check" in request.args else None
    page = queries.practice_page(department, wanted, given)
    return render_template("boards/quiz_practice.html", department=department, page=page)


@door(views, "/test", allow=EVERYONE)
def test(actor, now, slug):
    department = get_department(slug)
    seed = secrets.randbelow(2**31)
    asked = compose(queries.ids_of(department), seed)
    known = queries.questions(department, asked)
    paper = _papers().dumps([slug, seed, int(now.timestamp())])
    shown = [known[number] for number in asked]
    return render_template("boards/quiz_test.html", department=department, paper=paper, shown=shown, **LIMITS)


@door(views, "/test", methods=["POST"], allow=EVERYONE)
def hand_in(actor, now, slug):
    """Mark a test; what was wrong is kept for somebody who is signed in."""
    department = get_department(slug)
    seed, began = _paper(slug)
    asked = compose(queries.ids_of(department), seed)
    known = queries.questions(department, asked)
    done = [queries.answered(known[number], request.form.getlist(f"q{number}")) for number in asked]
    result = mark({shown.id for shown in done if shown.right}, asked, began, now)
    if actor.signed_in and result.wrong:
        actions.note_mistakes(result.wrong, actor=actor, now=now)
    wrong = [shown for shown in done if not shown.right]
    return render_template("boards/quiz_result.html", department=department, result=result, wrong=wrong, **LIMITS)


@door(views, "/mistakes", allow=SIGNED_IN)
def mistakes(actor, now, slug):
    department = get_department(slug)
    shown = queries.mistakes_of(department, actor)
    return render_template("boards/quiz_mistakes.html", department=department, shown=shown)


@door(views, "/mistakes", methods=["POST"], allow=SIGNED_IN)
def note(actor, now, slug):
    actions.note_mistakes([_question(slug)], actor=actor, now=now)
    return flash_and_redirect(M("已记入错题本。"), f"/departments/{slug}/quiz/mistakes")


@door(views, "/mistakes/removal", methods=["POST"], allow=SIGNED_IN)
def learnt(actor, now, slug):
    actions.forget_mistake(_question(slug), actor=actor)
    return flash_and_redirect(M("已从错题本里拿掉。"), f"/departments/{slug}/quiz/mistakes")


def _question(slug: str) -> int:
    """The question that a form names; raises NotFound for one that the department's bank has not."""
    number = whole_number(request.form.get("question", ""), ID_DIGITS)
    if number is None or number not in queries.questions(get_department(slug), [number]):
        raise NotFound(M("题库里没有这道题。"))
    return number


def _papers() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key, salt="wenqu/quiz")


def _paper(slug: str) -> tuple[int, datetime]:
    """(seed, when it was begun) of the paper that was handed in; raises Malformed for one that is not of this site and department."""
    try:
        of, seed, began = _papers().loads(request.form.get("paper", ""))
    except (BadSignature, ValueError):
        raise Malformed(FOREIGN) from None
    if of != slug:
        raise Malformed(FOREIGN)
    return int(seed), datetime.fromtimestamp(began, UTC)

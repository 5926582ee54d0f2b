"""The departments; the people and the working rules of one, which it keeps itself."""

from flask import Blueprint, render_template

from boards.actions.city import offices as actions
from boards.queries.lists.department import department_page, own_of_department
from boards.queries.lists.departments import departments_page, get_department
from boards.queries.lists.offices import edit_rules_page, people_page, rules_page, rules_url
from boards.views.forms import PERSON, WORKING_RULES
from forum.fields import Form
from forum.messages import M
from forum.numbers import whole_number
from forum.problems import Conflict, Invalid
from forum.web.door import EVERYONE, SIGNED_IN, city, door
from forum.web.forms import flash_and_redirect, form_again_on, read_form
from forum.web.members.pages import Made, page_of

views = Blueprint("departments", __name__)


@door(views, "/departments", allow=EVERYONE, cached=True)
def index(actor, now):
    return page_of(actor, lambda reader, own: Made(render_template("boards/departments.html", page=departments_page())))


@door(views, "/departments/<slug>", allow=EVERYONE, cached=True)
def show(actor, now, slug):
    def made(reader, own):
        page = department_page(slug, reader, now, city(), own)
        return Made(render_template("boards/department.html", page=page), page.id)

    return page_of(actor, made, own_of_department)


@door(views, "/departments/<slug>/people", allow=EVERYONE, cached=True)
def people(actor, now, slug):
    page = people_page(get_department(slug), actor)
    return render_template("boards/department_people.html", page=page, form=Form(PERSON))


@door(views, "/departments/<slug>/people", methods=["POST"], allow=SIGNED_IN)
def add_person(actor, now, slug):
    department, form = get_department(slug), read_form(PERSON)
    page = {"page": lambda: people_page(department, actor)}
    with form_again_on((Invalid, Conflict), "boards/department_people.html", form, **page):
        given = {name: form[name] for name in ("kind", "name", "office", "contact")}
        actions.add_person(department, actor=actor, now=now, **given)
    return flash_and_redirect(M("已登记，现在就公开。"), f"/departments/{slug}/people")


@door(views, "/departments/<slug>/people/<id:person_id>/removal", methods=["POST"], allow=SIGNED_IN)
def remove_person(actor, now, slug, person_id):
    actions.remove_person(get_department(slug), person_id, actor=actor, now=now)
    return flash_and_redirect(M("已移出名单，记录仍在“曾任”里。"), f"/departments/{slug}/people")


@door(views, "/departments/<slug>/rules", allow=EVERYONE, cached=True)
def rules(actor, now, slug):
    return render_template("boards/department_rules.html", page=rules_page(get_department(slug), actor))


@door(views, "/departments/<slug>/rules/<id:number>", allow=EVERYONE, cached=True)
def rules_version(actor, now, slug, number):
    return render_template("boards/department_rules.html", page=rules_page(get_department(slug), actor, number))


@door(views, "/departments/<slug>/rules/edit", allow=SIGNED_IN)
def edit_rules(actor, now, slug):
    page = edit_rules_page(get_department(slug), actor)
    return render_template("boards/department_rules_edit.html", page=page, form=Form(WORKING_RULES))


@door(views, "/departments/<slug>/rules", methods=["POST"], allow=SIGNED_IN)
def revise_rules(actor, now, slug):
    department, form = get_department(slug), read_form(WORKING_RULES)
    page = {"page": lambda: edit_rules_page(department, actor)}
    with form_again_on((Invalid, Conflict), "boards/department_rules_edit.html", form, **page):
        based_on = whole_number(form["based_on"]) or 0
        made = actions.revise_rules(department, actor=actor, now=now, text=form["text"], based_on=based_on)
    return flash_and_redirect(M("新的一版已经公开。"), rules_url(slug, made.number))

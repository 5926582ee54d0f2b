"""The kinds of people that a department's page names, in their order. Pure."""

from enum import StrEnum

from forum.messages import M
from forum.roles import Actor, Role

MOST_PEOPLE = 100  # of one department at a time: a unit of Ruian has a deputy head and 20 liaison officers


class PersonKind(StrEnum):
    """Values are stored and never change."""

    HEAD = "head"
    DEPUTY = "deputy"
    SPOKESPERSON = "spokesperson"
    LIAISON = "liaison"


PERSON_LABELS = {
    PersonKind.HEAD: M("主要负责人"),
    PersonKind.DEPUTY: M("分管领导"),
    PersonKind.SPOKESPERSON: M("新闻发言人"),
    PersonKind.LIAISON: M("联络员"),
}


def may_keep_office(actor: Actor, department: int) -> bool:
    """Whether `actor` may change the people and the working rules of a department (its id): who speaks for it, and administrators."""
    return actor.speaks_for(department) or actor.has(Role.ADMINISTRATOR)

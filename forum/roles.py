"""The roles of the forum, and the actor: one account with the roles it holds. Pure."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from forum.messages import M


class Role(StrEnum):
    """A role is held through a grant with a beginning and an end; a guest holds none, every account is a netizen."""

    GUEST = "guest"
    NETIZEN = "netizen"
    SPOKESPERSON = "spokesperson"
    MODERATOR = "moderator"
    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    REPORTER = "reporter"
    SIGNATORY = "signatory"
    ADMINISTRATOR = "administrator"


LABELS = {
    Role.GUEST: M("游客"),
    Role.NETIZEN: M("网民"),
    Role.SPOKESPERSON: M("网络发言人"),
    Role.MODERATOR: M("管理员"),
    Role.OPERATOR: M("话务员"),
    Role.SUPERVISOR: M("督办"),
    Role.REPORTER: M("记者"),
    Role.SIGNATORY: M("签批人"),
    Role.ADMINISTRATOR: M("系统管理员"),
}

GRANTABLE = tuple(role for role in Role if role not in (Role.GUEST, Role.NETIZEN))
OFFICIALS = frozenset(GRANTABLE)
BOUND_TO_DEPARTMENT = frozenset({Role.SPOKESPERSON})

# Which role is shown of somebody who holds several: the first of these.
PRECEDENCE = (
    Role.SPOKESPERSON,
    Role.MODERATOR,
    Role.SUPERVISOR,
    Role.REPORTER,
    Role.OPERATOR,
    Role.SIGNATORY,
    Role.ADMINISTRATOR,
)


@dataclass(frozen=True)
class ActingRole:
    """The role, and for a spokesperson the department, in which somebody acts."""

    role: Role
    department: int | None = None


@dataclass(frozen=True)
class Suspension:
    """A suspension in force; `until` is aware, in the zone in which it is shown; `code` is a forum.text.reasons.Reason."""

    until: datetime
    code: str
    text: str


@dataclass(frozen=True)
class Actor:
    """Who acts: one account with the grants in force; `account` is None for a guest and for the system.

    `waiting`: an official who has not yet entered the second factor, and until then counts as a netizen.
    """

    account: int | None = None
    name: str = ""
    public_id: str = ""
    username: str = ""
    acting_roles: frozenset[ActingRole] = field(default_factory=frozenset)
    language: str | None = None
    session: int | None = None
    unread: int = 0
    second_factor: bool = False
    waiting: bool = False
    suspension: Suspension | None = None

    @property
    def signed_in(self) -> bool:
        return self.account is not None

    @property
    def official(self) -> bool:
        return any(acting_role.role in OFFICIALS for acting_role in self.acting_roles)

    @cached_property
    def roles(self) -> frozenset[Role]:
        """Every role held, netizen included once signed in; a guest holds only guest."""
        held = {acting_role.role for acting_role in self.acting_roles}
        return frozenset(held | {Role.NETIZEN if self.signed_in else Role.GUEST})

    @cached_property
    def departments(self) -> frozenset[int]:
        """Ids of the departments this actor speaks for."""
        return frozenset(
            acting_role.department
            for acting_role in self.acting_roles
            if acting_role.role is Role.SPOKESPERSON and acting_role.department is not None
        )

    def has(self, *roles: Role) -> bool:
        return any(role in self.roles for role in roles)

    def speaks_for(self, department: int | None) -> bool:
        return department is not None and department in self.departments

    def acting_role(self, department: int | None = None) -> ActingRole:
        """The role in which a post about a matter of `department` is written: spokesperson of it, else by PRECEDENCE."""
        if self.speaks_for(department):
            return ActingRole(Role.SPOKESPERSON, department)
        ordered = sorted(
            self.acting_roles, key=lambda acting_role: (PRECEDENCE.index(acting_role.role), acting_role.department or 0)
        )
        return ordered[0] if ordered else ActingRole(Role.NETIZEN if self.signed_in else Role.GUEST)


GUEST = Actor()
SYSTEM = Actor(name="system", public_id="system", acting_roles=frozenset())

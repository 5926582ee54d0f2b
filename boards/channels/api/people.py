"""Authors and accounts in the responses of the API."""

from boards.channels.api import schemas
from boards.models.threads import Department
from boards.pages.posts import Author
from forum.i18n.languages import translate
from forum.roles import Actor, Role


def author_answer(author: Author) -> schemas.Author:
    """A schemas.Author from a boards.pages.posts.Author."""
    return schemas.Author(
        name=translate(author.name),
        role=Role(author.role),
        department=author.department_slug,
        department_name=author.department,
        verified=author.verified,
        anonymous=author.anonymous,
        revealed=translate(author.revealed) if author.revealed else None,
        closed=author.closed,
    )


def account_answer(actor: Actor) -> schemas.Account:
    """The schemas.Account of the caller."""
    slugs = dict(
        Department.select(Department.id, Department.slug).where(Department.id.in_(list(actor.departments))).tuples()
    )
    hats = sorted((acting_role.role.value, slugs.get(acting_role.department)) for acting_role in actor.acting_roles)
    roles = [schemas.RoleHeld(role=Role(role), department=department) for role, department in hats]
    return schemas.Account(id=actor.public_id, username=actor.username, display_name=actor.name, roles=roles)

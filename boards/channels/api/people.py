"""Authors, accounts and the files of posts in the responses of the API."""

from boards.channels.api import schemas
from boards.files.pages import FileView
from boards.files.rules import THUMBNAILS, FileKind
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


def file_answer(file: FileView) -> schemas.ShownFile:
    """The schemas.ShownFile of a file of a post."""
    return schemas.ShownFile(
        id=file.id,
        kind=FileKind(file.kind),
        media=file.media,
        width=file.width,
        height=file.height,
        size=file.size,
        name=file.name,
        alt=file.alt,
        url=file.url,
        thumbnail=file.thumbnail(THUMBNAILS[-1]) if file.is_picture else None,
        sha256=file.sha256,
        blurred=file.blurred,
    )


def account_answer(actor: Actor) -> schemas.Account:
    """The schemas.Account of the caller."""
    slugs = dict(
        Department.select(Department.id, Department.slug).where(Department.id.in_(list(actor.departments))).tuples()
    )
    hats = sorted((acting_role.role.value, slugs.get(acting_role.department)) for acting_role in actor.acting_roles)
    roles = [schemas.RoleHeld(role=Role(role), department=department) for role, department in hats]
    return schemas.Account(id=actor.public_id, username=actor.username, display_name=actor.name, roles=roles)

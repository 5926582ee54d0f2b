"""The button on a thread page that leads to the private messages of its case."""

from boards.models.threads import Thread
from boards.pages.parts import Button
from boards.rules.offices.contact import Side, refusal, side_of
from forum.messages import M, Message
from forum.roles import Actor, Role


def contact_button(thread: Thread, viewer: Actor, contacted: bool) -> tuple[Button, ...]:
    """The Button for `viewer`, or none; `contacted`: a department has written to the asker privately."""
    label = _label(thread, viewer, contacted)
    return (Button("contact", label, f"/threads/{thread.id}/contact", form=True),) if label else ()


def _label(thread: Thread, viewer: Actor, contacted: bool) -> Message | None:
    side = side_of(viewer, thread)
    if side is Side.DEPARTMENT and (contacted or refusal(thread) is None):
        return M("私下联系提问人")
    if contacted and side is Side.ASKER:
        return M("部门写给您的私信")
    return M("查看私信") if contacted and viewer.has(Role.MODERATOR) else None

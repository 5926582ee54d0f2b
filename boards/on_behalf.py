"""The hotline's operators act for callers: many logins, one public name. Pure.

What they write on a question from the hotline stands under the name of the line; the log names the
person. Any of them may do what the asker may do, since the caller is served by whoever picks up.
"""

from forum.roles import Actor, Hat, Role

HOTLINE = "hotline"  # the channel
LINE = "96811"  # the public name


def acts_for_caller(actor, channel):
    """Whether `actor` stands in the caller's place on a question or a post that came through `channel`."""
    return channel == HOTLINE and actor.has(Role.OPERATOR)


def hat_in(actor, thread):
    """The hat in which `actor` acts on a thread: own department first, then for the caller, then by precedence."""
    if acts_for_caller(actor, thread.channel) and not actor.speaks_for(thread.department_id):
        return Hat(Role.OPERATOR)
    return actor.hat(thread.department_id)


def voice(actor, thread, channel):
    """How a post of `actor` in a thread is signed: author, hat and channel; for a caller the line's, else the own."""
    hat = hat_in(actor, thread)
    if thread.channel != HOTLINE or hat != Hat(Role.OPERATOR):
        return {"author": actor, "hat": hat, "channel": channel}
    line = Actor(account=thread.author_id, name=thread.author_name, hats=frozenset({hat}))
    return {"author": line, "hat": hat, "channel": HOTLINE}


def shown_as(name, role, own):
    """The public name of who did a deed: an operator's is the line's, unless it is done to one's own thread."""
    return LINE if role == Role.OPERATOR and not own else name

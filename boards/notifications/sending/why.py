"""Why somebody gets a message about an event: one sentence for each relation to what happened. Pure."""

from boards.notifications.rules import OF_ROLE
from boards.rules.deeds.events import Event
from forum.messages import M, Message
from forum.roles import LABELS

OWN_POST = M("您收到这条消息，是因为帖子是您写的。")
REASONS = {
    **dict.fromkeys(
        (
            Event.POST_HELD,
            Event.POST_HIDDEN,
            Event.POST_RESTORED,
            Event.SPLIT_OFF,
            Event.POST_COVERED,
            Event.POST_UNCOVERED,
            Event.POST_SEALED,
        ),
        OWN_POST,
    ),
    Event.REPLY_TO_YOU: M("您收到这条消息，是因为有人回复了您写的帖子。"),
    Event.MENTIONED: M("您收到这条消息，是因为有帖子提到了您的名字。"),
    Event.REPORT_ANSWERED: M("您收到这条消息，是因为您举报过这个帖子。"),
    Event.SAVED_SEARCH: M("您收到这条消息，是因为您保存了一个搜索。"),
    Event.SANCTIONED: M("您收到这条消息，是因为它关系到您的账号。"),
}
ASKED = M("您收到这条消息，是因为问题是您提的。")
WATCHED = M("您收到这条消息，是因为您关注了这个主题，或者您的部门在办。")


def reason(event: Event, asked: bool) -> Message:
    """The sentence for an account to which `event` happened; `asked`: it asked the question."""
    if event in OF_ROLE:
        return M("您收到这条消息，是因为您是%(role)s。", role=LABELS[OF_ROLE[event]])
    return REASONS.get(event) or (ASKED if asked else WATCHED)

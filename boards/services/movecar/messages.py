"""What move-car tells owner and asker, through the outbox: by SMS, to a caller's number or to who left one, and on WeChat."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from boards.channels.sms.actions import text_to
from boards.services.movecar.models import MoveCarRequest
from boards.services.movecar.steps import opened
from forum.config import Settings
from forum.i18n.languages import SOURCE, in_language
from forum.messages import M, Message

LASTS = timedelta(minutes=15)  # how long a message makes sense
ASKED = M("您的车 %(plate)s 挡住了别人，请尽快挪开。马上来请回 1，不是您的车请回 2。您和对方都看不到号码。")
REMINDED = M("再提醒一次：您的车 %(plate)s 还挡着别人，请尽快挪开。马上来请回 1，不是您的车请回 2；不挪将由交警处理。")
WHO = M("谁提的、谁的车，都不会告诉另一方。马上来请回 1，不是您的车请回 2。")
ENDED = M("这次移车已经结束，不用再来。谢谢。")
THANKS = M("收到，谢谢。请尽快挪开。")
NOT_YOURS = M("收到，不再为这次移车打扰您。")
COMING = M("车主说马上来。车移开以后请回 3，或在网页上点“车已移开”。")
POLICE = M("车主还没有来，已转交警处理。车移开以后请回 3，或在网页上点“车已移开”。")
MOVED = M("已记下车已移开，谢谢。")
TO_OWNER = {"move_car": ASKED, "move_car_reminder": REMINDED}


def tell_owner(request: MoveCarRequest, number: str, template: str, now: datetime, settings: Settings) -> None:
    """Ask the owner, or remind him."""
    plate = opened(request, "plate", settings)
    _text(
        number,
        template,
        {"plate": plate},
        TO_OWNER[template].with_values(plate=plate),
        f"{template}-{request.id}",
        now,
        settings,
    )


def tell_asker(request: MoveCarRequest, template: str, text: Message, now: datetime, settings: Settings) -> None:
    """Tell the asker, where he left a number."""
    if number := opened(request, "phone", settings):
        _text(number, template, {}, text, f"{template}-{request.id}-{int(now.timestamp())}", now, settings)


def answer(number: str, template: str, text: Message, key: str, now: datetime, settings: Settings) -> None:
    """Answer what somebody wrote."""
    _text(number, template, {}, text, f"move-car-answer-{key}", now, settings)


def _text(
    number: str, template: str, params: Mapping[str, str], text: Message, key: str, now: datetime, settings: Settings
) -> None:
    text_to(number, template, params, in_language(text, SOURCE), key=key, now=now, settings=settings, lasts=LASTS)

"""Reads the parameters of a request that is sent. Pure. An empty parameter counts as absent, and one that is unknown is left out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from boards.channels.open311.rules import LONGEST_DESCRIPTION
from boards.clocks.policy import Kind
from forum.messages import M, Message
from forum.problems import Invalid
from forum.text.checks import check_text

PERSON = {"first_name": 40, "last_name": 40, "email": 200, "phone": 40}  # the longest, in characters
WEB_ADDRESS = re.compile(r"https?://[!#-;=?-Z_a-z~%\[\]]{3,1000}")
KIND = "attribute[kind]"


@dataclass(frozen=True)
class Sent:
    """What an app sends for somebody. `place` is as boards.actions.posts.locations.check_location takes it."""

    service_code: str
    description: str
    kind: str
    place: Mapping[str, str]
    media_url: str
    person: Mapping[str, str]


def read(form: Mapping[str, str]) -> Sent:
    """What was sent; raises Invalid with all errors at once, by parameter."""
    given = {name: value.strip() for name, value in form.items() if value.strip()}
    errors = dict(_errors(given))
    try:
        description = check_text("description", given.get("description", ""), LONGEST_DESCRIPTION)
        person = {name: check_text(name, given[name], most) for name, most in PERSON.items() if name in given}
    except Invalid as refused:
        errors |= refused.errors
    if errors:
        raise Invalid(errors)
    position = f"lat {given['lat']}, lon {given['long']}" if "lat" in given else ""
    return Sent(
        service_code=given["service_code"],
        description=description,
        kind=given.get(KIND, Kind.COMPLAINT),
        place={"address": given.get("address_string", ""), "position": position},
        media_url=given.get("media_url", ""),
        person=person,
    )


def _errors(given: Mapping[str, str]) -> list[tuple[str, Message]]:
    """(parameter, what is wrong) of the parameters other than texts."""
    found = []
    if "service_code" not in given:
        found.append(("service_code", M("必须填写。")))
    if ("lat" in given) != ("long" in given):
        found.append(("long" if "lat" in given else "lat", M("lat 和 long 要一起给。")))
    elif "lat" not in given and "address_string" not in given:
        why = (
            M("这里没有地址库，不收 address_id。")
            if "address_id" in given
            else M("要有 lat 和 long，或者 address_string。")
        )
        found.append(("address_id" if "address_id" in given else "address_string", why))
    if given.get(KIND, Kind.COMPLAINT) not in tuple(Kind):
        found.append((KIND, M("只能是 consultation、complaint 或 suggestion。")))
    if "media_url" in given and not WEB_ADDRESS.fullmatch(given["media_url"]):
        found.append(("media_url", M("应当是 http 或 https 的完整地址，不超过 1000 个字符。")))
    return found

"""The settings of the SMS gateway and of the voice gateway: [sms] and [voice] in WENQU_CHANNELS. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Provider(StrEnum):
    """Who carries messages or calls. The values stand in settings."""

    ALIYUN = "aliyun"
    TENCENT = "tencent"
    SMPP = "smpp"


# Where each is reached unless `base` says otherwise; SMPP has no such address.
SMS_BASES = {Provider.ALIYUN: "https://dysmsapi.aliyuncs.com", Provider.TENCENT: "https://sms.tencentcloudapi.com"}
VOICE_BASES = {Provider.ALIYUN: "https://dyvmsapi.aliyuncs.com", Provider.TENCENT: "https://vms.tencentcloudapi.com"}


@dataclass(frozen=True)
class Gateway:
    """A gateway for SMS, or for calls. `base` is the provider's address; `key` and `secret` are its credentials.

    `app` is Tencent's application, `number` the number that messages and calls come from, `sign` the signature in front of a
    message, `templates` {name of a message: its template at the provider}. `token` is the secret part of the address to which the
    provider reports; `networks` are where reports may come from, () for anywhere. `simulated`: nothing is sent, all is recorded.
    """

    provider: Provider | None = None
    base: str = ""
    key: str = ""
    secret: str = field(default="", repr=False)
    app: str = ""
    number: str = ""
    sign: str = ""
    templates: Mapping[str, str] = field(default_factory=dict, hash=False)
    token: str = field(default="", repr=False)
    networks: tuple[str, ...] = ()
    simulated: bool = False


NEEDED: Mapping[Provider, tuple[str, ...]] = {
    Provider.ALIYUN: ("key", "secret_file", "templates", "token_file"),
    Provider.TENCENT: ("key", "secret_file", "app", "templates", "token_file"),
    Provider.SMPP: ("key", "secret_file", "base", "number"),
}


def lacking(table: str, found: Mapping[str, Any]) -> str | None:
    """The first key that [sms] or [voice] lacks, None when it is whole."""
    if found.get("simulated"):
        return None
    if "provider" not in found:
        return "provider"
    provider = Provider(found["provider"])
    signed = ("sign",) if table == "sms" and provider is not Provider.SMPP else ()
    return next((key for key in (*NEEDED[provider], *signed) if key not in found), None)


def gateway(table: str, found: Mapping[str, Any]) -> Gateway | None:
    """The Gateway of what stands in [sms] or [voice]; None without that table."""
    if not found:
        return None
    given = {key.removesuffix("_file"): value for key, value in found.items()}
    provider = Provider(given["provider"]) if "provider" in given else None
    bases = SMS_BASES if table == "sms" else VOICE_BASES
    return Gateway(**{"base": bases.get(provider, "") if provider else "", **given, "provider": provider})

"""The signed address of an answer: short, readable in any case, and not to be made by anybody else."""

from datetime import UTC, datetime, timedelta

import pytest

from forum.mail.reply_addresses import LASTS, ReplyTo, is_too_old, read_address, reply_address

SECRET, BASE = "a secret key of at least thirty-two characters", "reply@wen.example.gov.cn"
NOW = datetime(2026, 9, 22, 2, 0, tzinfo=UTC)


def made(base=BASE, **more):
    return reply_address(base, 7, **{"thread": 3, "post": None, "now": NOW, "secret": SECRET, **more})


@pytest.mark.parametrize("change", [str, str.upper, str.title])
def test_it_is_read_in_any_case(change):
    assert read_address(change(made()), BASE, SECRET) == ReplyTo(7, 3, None, NOW.date())
    assert read_address(change(made(post=2**40)), BASE, SECRET) == ReplyTo(7, None, 2**40, NOW.date())


def test_it_fits_before_the_at():
    assert len(made("r" * 20 + "@example.com").partition("@")[0]) <= 64


@pytest.mark.parametrize(
    "address",
    ["reply@wen.example.gov.cn", "reply+@wen.example.gov.cn", "reply+abc@wen.example.gov.cn", "reply+!!!@wen.example.gov.cn",
     "reply+é@wen.example.gov.cn", "@", "", made().replace("reply+", "other+"), made().replace("wen.", "mail."),
     made(secret=SECRET + "x"), made()[:-1]],
)  # fmt: skip
def test_no_other_is(address):
    assert read_address(address, BASE, SECRET) is None


def test_a_changed_letter_is_noticed():
    local, _, host = made().partition("@")
    for place in range(len("reply+"), len(local)):
        other = "b" if local[place] == "a" else "a"
        changed = read_address(f"{local[:place]}{other}{local[place + 1 :]}@{host}", BASE, SECRET)
        assert changed is None or changed == read_address(made(), BASE, SECRET)


def test_it_is_answered_for_ninety_days():
    to = read_address(made(), BASE, SECRET)
    assert not is_too_old(to, NOW + LASTS) and is_too_old(to, NOW + LASTS + timedelta(days=1))

"""Signatures and encryption, and the freshness of callbacks; the peer in test_callback.py encrypts what is read."""

from datetime import UTC, datetime, timedelta

import pytest

from boards.channels.wechat.codec import BadCallbackError, check_fresh, check_signature, decrypt, signature
from boards.rules.locations.datum import gcj02, wgs84

NOW = datetime(2026, 9, 22, 2, 0, tzinfo=UTC)
KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


def test_the_order_of_the_parts_does_not_count():
    assert signature("token", "1", "2") == signature("2", "token", "1") == "6d7149e287208afb17c14861c125053fd80c0f86"
    check_signature(signature("a", "b"), "b", "a")
    with pytest.raises(BadCallbackError):
        check_signature(signature("a", "b") + "0", "b", "a")


@pytest.mark.parametrize(("seconds", "fresh"), [(0, True), (299, True), (-299, True), (301, False), (-301, False)])
def test_five_minutes_either_way_are_fresh(seconds, fresh):
    stamp = str(int((NOW + timedelta(seconds=seconds)).timestamp()))
    if fresh:
        check_fresh(stamp, NOW)
    else:
        with pytest.raises(BadCallbackError):
            check_fresh(stamp, NOW)


@pytest.mark.parametrize("stamp", ["", "-1", "1e9", "９", "9" * 12, "1.5", " 1"])
def test_what_is_no_timestamp_is_refused(stamp):
    with pytest.raises(BadCallbackError):
        check_fresh(stamp, NOW)


@pytest.mark.parametrize("encrypted", ["", "AAAA", "!!!!", "é", "A" * 43 + "=", "A" * 128, "A" * 44])
def test_what_was_not_encrypted_here_is_refused(encrypted):
    with pytest.raises(BadCallbackError):
        decrypt(encrypted, KEY, "wx0123456789abcdef")


@pytest.mark.parametrize("place", [(28.9703, 118.8743), (39.9042, 116.4074), (22.5431, 114.0579), (51.5, -0.1)])
def test_a_position_of_a_chinese_map_is_taken_back_to_wgs84(place):
    back = wgs84(*gcj02(*place))
    assert max(abs(one - other) for one, other in zip(back, place, strict=True)) < 1e-6

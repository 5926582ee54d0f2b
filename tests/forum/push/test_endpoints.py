"""Endpoints that a browser, or somebody who pretends to be one, may give."""

import pytest

from forum.outbox.sending import Refused
from forum.push.endpoints import endpoint_of, is_public, key_bytes
from forum.push.transport import post


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc:APA91b",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAAA",
        "https://web.push.apple.com:443/QGuQ?x=1",
    ],
)
def test_those_of_push_services_are_taken(endpoint):
    assert endpoint_of(endpoint)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example.com/x", "https://127.0.0.1/x", "https://[::1]/x", "https://localhost/x", "https://db.internal/x",
        "https://push.example.com:8443/x", "https://me@push.example.com/x", "https://push.example.com/x#y", "https://10.1/x",
        "https://2130706433/x", "https://push.example.com/a b", "https://push.example.com/\r\nHost: x", "ftp://push.example.com/x",
        "https://push.example.com/" + "x" * 1000, "https://推送.example.com/x", "https://push.example.com:x/", "", None, 7,
    ],
)  # fmt: skip
def test_no_other_is(endpoint):
    assert endpoint_of(endpoint) is None


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("142.250.74.10", True), ("2607:f8b0:4004::5", True), ("127.0.0.1", False), ("10.0.0.1", False),
        ("172.16.0.1", False), ("192.168.1.1", False), ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False),
        ("224.0.0.1", False), ("::1", False), ("fe80::1%eth0", False), ("fc00::1", False), ("::ffff:10.0.0.1", False),
        ("2002:0a00:0001::1", False), ("64:ff9b::a00:1", False), ("nonsense", False),
    ],
)  # fmt: skip
def test_only_the_public_internet_is_connected_to(address, public):
    assert is_public(address) is public


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["142.250.74.10", "10.0.0.1"], []])
def test_a_name_that_leads_inside_is_refused_before_anything_is_sent(addresses):
    with pytest.raises(Refused, match="no public address"):
        post(endpoint_of("https://push.example.com/x"), b"", {}, resolve=lambda host: addresses)


@pytest.mark.parametrize("text", ["", "AAAA", "!" * 22, "A" * 300, None, "é" * 22])
def test_keys_of_another_length_are_refused(text):
    assert key_bytes(text, 16) is None

"""Messages to push services, opened and verified by this test with nothing but `cryptography`, as a browser and a service do it."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from http.client import BadStatusLine
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from forum.outbox.sending import Delayed, Refused
from forum.push.transport import GoneError, WebPush
from forum.push.vapid import public_key, signing_key

SECRET = "a secret key of at least thirty-two characters"
NOW = datetime(2014, 9, 22, 2, 0, tzinfo=UTC)


def encoded(raw):
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text):
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def point_of(key):
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


@pytest.fixture
def browser():
    """A browser's keys, and `open(body)`: RFC 8291 section 3.4 and RFC 8188 section 2, by hand."""
    key, auth = ec.generate_private_key(ec.SECP256R1()), b"sixteen bytes ok"
    device = {"endpoint": "https://push.example.com/v1/abc", "p256dh": encoded(point_of(key)), "auth": encoded(auth)}

    def open_body(body):
        salt, length = body[:16], body[20]
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        shared = key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))
        both = b"WebPush: info\0" + point_of(key) + sender
        secret = HKDF(SHA256(), 32, auth, both).derive(shared)
        content_key = HKDF(SHA256(), 16, salt, b"Content-Encoding: aes128gcm\0").derive(secret)
        nonce = HKDF(SHA256(), 12, salt, b"Content-Encoding: nonce\0").derive(secret)
        plain = AESGCM(content_key).decrypt(nonce, sealed, None).rstrip(b"\0")
        assert plain.endswith(b"\2")
        return plain[:-1]

    return SimpleNamespace(device=device, open=open_body)


def service(answer):
    """(a WebPush before a service that answers so, what it was sent)."""
    sent = []

    def post(endpoint, body, headers):
        sent.append((endpoint.geturl(), body, headers))
        if isinstance(answer, Exception):
            raise answer
        return answer

    return WebPush(signing_key(SECRET), "mailto:it@example.gov.cn", post), sent


def test_the_browser_reads_what_was_sent(browser):
    push, sent = service(201)
    push.send(browser.device, "问题已受理".encode(), "n7", NOW)
    ((endpoint, body, headers),) = sent
    assert endpoint == "https://push.example.com/v1/abc"
    assert browser.open(body).decode() == "问题已受理"
    assert headers["Content-Encoding"] == "aes128gcm" and headers["TTL"] == "86400" and headers["Topic"] == "n7"


def test_the_service_can_verify_who_sends(browser):
    push, sent = service(201)
    push.send(browser.device, b"{}", "n7", NOW)
    token, key = sent[0][2]["Authorization"].removeprefix("vapid t=").split(",k=")
    assert key == public_key(SECRET)
    signed, _, signature = token.rpartition(".")
    raw = decoded(signature)
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(key))
    der = utils.encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    public.verify(der, signed.encode(), ec.ECDSA(SHA256()))
    claims = json.loads(decoded(signed.split(".")[1]))
    assert claims["aud"] == "https://push.example.com" and claims["sub"] == "mailto:it@example.gov.cn"
    assert NOW < datetime.fromtimestamp(claims["exp"], UTC) <= NOW + timedelta(hours=24)


@pytest.mark.parametrize(
    ("answer", "raised"),
    [
        (410, GoneError), (404, GoneError), (429, Delayed), (500, Delayed), (503, Delayed), (413, Refused), (302, Refused),
        (TimeoutError(), Delayed), (BadStatusLine("x"), Delayed),
    ],
)  # fmt: skip
def test_what_the_service_answers_says_what_to_do(browser, answer, raised):
    push, _ = service(answer)
    with pytest.raises(raised):
        push.send(browser.device, b"{}", "n7", NOW)


def test_keys_that_are_no_browsers_are_dropped(browser):
    push, sent = service(201)
    with pytest.raises(GoneError):
        push.send({**browser.device, "p256dh": encoded(b"\4" + b"\1" * 64)}, b"{}", "n7", NOW)
    assert sent == []


def test_each_installation_has_a_key_of_its_own_that_never_changes():
    assert public_key(SECRET) == public_key(SECRET) != public_key(SECRET + "x")

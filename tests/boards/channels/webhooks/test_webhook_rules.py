"""Which deeds are events, and how an event is signed."""

from boards.channels.webhooks.rules import EVENTS, OF_THREADS, signed
from forum.deeds import Deed


def test_sanctions_are_told_without_whom_and_what_is_inside_is_not_told():
    assert Deed.SUSPEND in EVENTS and Deed.SUSPEND not in OF_THREADS
    inside = {
        Deed.PASSWORD_CHANGE,
        Deed.PRIVATE_LOOK,
        Deed.POST_REPORT,
        Deed.CALL_RECORD,
        Deed.MAIL,
        Deed.CALENDAR_IMPORT,
    }
    assert not inside & EVENTS


def test_the_signature_is_that_of_the_documentation():
    """The vector of the specification's libraries."""
    headers = signed(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, '{"test": 2432232314}'
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

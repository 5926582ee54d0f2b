"""Encryption: a text is decrypted as it was, and not in another place, with another key, or damaged."""

import pytest
from hypothesis import given, strategies as st

from forum.private import DecryptionError, Encryptor

BOX = Encryptor("a secret key of this installation")
OTHER = Encryptor("the secret key after somebody changed it")
PURPOSE = "hotline_call/phone/7"


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",))))
def test_what_is_sealed_opens_as_it_was(text):
    assert BOX.decrypt(BOX.encrypt(text, PURPOSE), PURPOSE) == text


def test_the_sealed_form_shows_its_version_and_nothing_of_the_text():
    sealed = BOX.encrypt("13812341234", PURPOSE)
    assert sealed.startswith(f"v1.{BOX.key_name}.")
    assert sealed.isascii()
    assert "1381" not in sealed


def test_equal_texts_are_sealed_differently():
    assert BOX.encrypt("朱女士", PURPOSE) != BOX.encrypt("朱女士", PURPOSE)


def test_the_same_secret_opens_after_a_restart():
    assert Encryptor("a secret key of this installation").decrypt(BOX.encrypt("朱女士", PURPOSE), PURPOSE) == "朱女士"


@pytest.mark.parametrize("elsewhere", ["hotline_call/phone/8", "hotline_call/caller/7", "", "hotline_call/phone/7 "])
def test_a_sealed_text_does_not_open_in_another_place(elsewhere):
    with pytest.raises(DecryptionError, match="损坏"):
        BOX.decrypt(BOX.encrypt("13812341234", PURPOSE), elsewhere)


def test_a_changed_key_is_named_as_the_reason():
    with pytest.raises(DecryptionError, match="另一把密钥") as refusal:
        OTHER.decrypt(BOX.encrypt("13812341234", PURPOSE), PURPOSE)
    assert refusal.value.status == 503
    assert BOX.key_name != OTHER.key_name


@pytest.mark.parametrize(
    "damage",
    [
        lambda sealed: sealed[:-4],
        lambda sealed: sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:],
        lambda sealed: sealed.replace("v1.", "v9."),
        lambda sealed: f"v1.{BOX.key_name}.",
        lambda sealed: f"v1.{BOX.key_name}.é",
        lambda sealed: f"v1.{BOX.key_name}.abc",
        lambda sealed: "13812341234",
        lambda sealed: "",
    ],
)
def test_a_damaged_text_is_a_clear_refusal(damage):
    with pytest.raises(DecryptionError, match="损坏"):
        BOX.decrypt(damage(BOX.encrypt("13812341234", PURPOSE)), PURPOSE)

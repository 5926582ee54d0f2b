"""What an official sees of a citizen before asking for more."""

import pytest

from forum.text.masking import mask_name, mask_phone, names_a_person


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("朱女士", "朱女士"),
        ("朱小明", "朱**"),
        ("朱明", "朱*"),
        ("朱", "朱"),
        ("朱小明先生", "朱**先生"),
        ("女士", "女*"),
        ("欧阳修", "欧阳*"),
        ("欧阳", "欧*"),
        ("欧阳女士", "欧阳女士"),
        ("欧阳修先生", "欧阳*先生"),
        ("John", "J***"),
        ("", ""),
    ],
)
def test_of_a_name_the_surname_and_the_form_of_address_stay(name, masked):
    assert mask_name(name) == masked
    assert names_a_person(name) is ("*" in masked)


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812341234", "138****1234"),
        ("0570-8021234", "0570-***1234"),
        ("010-65251234", "010-****1234"),
        ("0570-8021234-801", "0570-***1234-***"),
    ],
)
def test_of_a_number_the_network_or_area_and_the_last_four_digits_stay(phone, masked):
    assert mask_phone(phone) == masked
    assert len(masked) == len(phone)

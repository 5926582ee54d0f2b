"""The file of `wenqu setup`: what it becomes, and each way to get it wrong."""

import pytest

from boards.installation.files import SAMPLES
from boards.installation.plan import BOARDS, Person, read_plan
from boards.rules.status import Section
from forum.problems import Invalid
from forum.roles import Role

ADMINISTRATOR = '[administrator]\nusername = "Admin"\ndisplay_name = "机房"\n'


def test_the_sample_is_a_plan():
    plan = read_plan((SAMPLES / "setup.toml").read_text(encoding="utf-8"))
    assert plan.boards == list(BOARDS)
    assert plan.settings["WENQU_TRUSTED_PROXIES"] == "1"
    assert plan.site["city"] == "清源市"
    assert plan.people[0] == Person("admin", "机房", Role.ADMINISTRATOR)
    assert plan.people[-1] == Person("zhujian", "住建局发言人", Role.SPOKESPERSON, "zhujian")


def test_little_is_enough():
    plan = read_plan(ADMINISTRATOR)
    assert (plan.boards, plan.departments, plan.settings) == (BOARDS, "", {})
    assert {board.section for board in plan.boards} == set(Section) - {Section.DEPARTMENT}


def test_truth_values_become_on_and_off():
    assert read_plan(f"screening = true\n{ADMINISTRATOR}").settings == {"WENQU_SCREENING": "on"}


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ("[administrator", {"setup"}),
        ('[administrator]\nusername = "x y"\ndisplay_name = "机房"', {"administrator, username"}),
        ('[[administrator]]\nusername = "admin"\ndisplay_name = "机房"', {"administrator"}),
        ("", {"administrator"}),
        (f'cty = "清源市"\n{ADMINISTRATOR}', {"cty"}),
        (f"url = []\n{ADMINISTRATOR}", {"url"}),
        (f'site = "清源市"\n{ADMINISTRATOR}', {"site"}),
        (f'{ADMINISTRATOR}[moderator]\nusername = "wangmin"', {"moderator"}),
        (f'{ADMINISTRATOR}[[moderator]]\nusername = "wangmin"', {"moderator 1, display_name"}),
        (f'{ADMINISTRATOR}[[moderator]]\nusername = "admin"\ndisplay_name = "王敏"', {"username admin"}),
        (
            f'{ADMINISTRATOR}[[moderator]]\nusername = "wangmin"\ndisplay_name = "王敏"\npassword = "secret"',
            {"moderator 1, password"},
        ),
        (
            f'{ADMINISTRATOR}[[spokesperson]]\nusername = "zhujian"\ndisplay_name = "住建局"',
            {"spokesperson 1, department"},
        ),
        (
            f'{ADMINISTRATOR}[[board]]\nslug = "a"\nname = "A"\nsection = "department"\ncategory = "B"',
            {"board 1, section"},
        ),
        (f'{ADMINISTRATOR}[[board]]\nslug = "A b"\nname = "A"\nsection = "press"\ncategory = "B"', {"board 1, slug"}),
        (f'{ADMINISTRATOR}[[board]]\nslug = "a"\nsection = "press"\ncategory = "B"', {"board 1, name"}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(more, wrong):
    with pytest.raises(Invalid) as refused:
        read_plan(more)
    assert set(refused.value.errors) == wrong

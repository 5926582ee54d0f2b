import pytest

from forum.problems import Invalid
from forum.text import name_keys, names
from forum.text.reserved import Reserved

DEPARTMENTS = Reserved(("清源市住房和城乡建设局", "清源市公安局", "城东社区"))


def refusal(check, *given):
    with pytest.raises(Invalid) as caught:
        check(*given)
    return caught.value.errors


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("老街坊", "老街坊"),
        ("  渠边散步 ", "渠边散步"),
        ("阿不都·买买提", "阿不都·买买提"),
        *((f"古丽{dot}艾合买提", "古丽·艾合买提") for dot in "•・‧∙⋅｡･"),
        ("Ｗａｎｇ２０１４", "Wang2014"),
        ("J. Smith_7", "J. Smith_7"),
        ("ئابدۇللا", "ئابدۇللا"),
        ("བསྟན་འཛིན", "བསྟན་འཛིན"),
        ("水" * 20, "水" * 20),
    ],
)
def test_a_name_is_kept_in_its_usual_form(raw, kept):
    assert names.check_display_name(raw) == kept


BAD_CHARACTERS = {
    "zero-width space": "老街\u200b坊",
    "zero-width joiner": "老街\u200d坊",
    "byte order mark": "老\ufeff街坊",
    "soft hyphen": "老\u00ad街坊",
    "right-to-left override": "坊街\u202e老",
    "isolate": "老\u2066街坊",
    "hangul filler": "老\u3164街",
    "braille blank": "老\u2800街",
    "variation selector": "老街\ufe0f",
    "combining grapheme joiner": "老\u034f街",
    "control": "老\x07街",
    "NUL": "老\x00街",
    "line end": "老\n街",
    "tab": "老\t街",
    "line separator": "老\u2028街",
    "radical that looks like 民": "网\u2ea0",
    "emoji": "老街坊✅",
    "badge": "老街坊✔",
    "brackets": "老街坊【认证】",
    "markup": "<b>老街</b>",
    "mask": "王*明",
    "half character": "老\ud83d",
    "noncharacter": "老\uffff",
    "piled marks": "a" + "\u0323" * 5,
    "two spaces": "老  街",
}


@pytest.mark.parametrize("raw", BAD_CHARACTERS.values(), ids=BAD_CHARACTERS)
@pytest.mark.parametrize(
    ("field", "check"),
    [("display_name", names.check_display_name), ("username", names.check_username)],
)
def test_characters_that_deceive_are_refused(field, check, raw):
    assert set(refusal(check, raw)) == {field}


@pytest.mark.parametrize("raw", [None, 7, "", "  ", "\u3000", "水", "水" * 21, "__", "-.", "﷽" * 2])
def test_names_too_short_too_long_or_empty_are_refused(raw):
    refusal(names.check_display_name, raw)
    refusal(names.check_username, raw)


def test_a_login_name_has_no_space():
    assert names.check_username("wang.min_7") == "wang.min_7"
    assert names.check_username("王敏") == "王敏"
    assert set(refusal(names.check_username, "wang min")) == {"username"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("市民小王", "巿民小王"),
        ("自己人", "自已人"),
        ("自己人", "自巳人"),
        ("高先生", "髙先生"),
        ("税务小张", "稅務小張"),
        ("户口", "戸口"),
        ("户口", "戶口"),
        ("小日子", "小曰子"),
        ("未来", "末来"),
        ("土地", "士地"),
        ("治水", "冶水"),
        ("口天", "ロ天"),
        ("工人", "エ人"),
        ("力力", "カ力"),
        ("小王0号", "小王O号"),
        ("小王0号", "小王〇号"),
        ("li1y", "lily"),
        ("Lily", "1ily"),
        ("lily", "LILY"),
        ("wang", "ｗａｎｇ"),
        ("wang", "wаng"),
        ("pοpe", "pope"),
        ("cafe", "café"),
        ("mary", "rnary"),
        ("wang", "vvang"),
        ("老街坊", "老 街 坊"),
        ("老街坊", "老·街-坊_"),
        ("臺灣", "台湾"),
        ("人民", "⼈民"),
        ("丨号", "1号"),
    ],
)
def test_names_that_look_alike_have_one_key(one, other):
    assert name_keys.name_key(one) == name_keys.name_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("老街坊", "老街访"), ("小王1号", "小王2号"), ("城东", "城西"), ("王敏", "王明"), ("ab", "ba")],
)
def test_names_that_differ_have_two_keys(one, other):
    assert name_keys.name_key(one) != name_keys.name_key(other)


@pytest.mark.parametrize("shape", name_keys.LOOK_ALIKES.split())
def test_every_shape_of_the_table_folds_to_one_character(shape):
    keys = {name_keys.name_key(character) for character in shape}
    assert len(keys) == 1 and len(keys.pop()) == 1


@pytest.mark.parametrize("name", ["市民小王", "臺灣", "Lily01", "rnvv", "café", "阿不都·买买提"])
def test_the_key_of_a_key_is_itself(name):
    key = name_keys.name_key(name)
    assert name_keys.name_key(key) == key


@pytest.mark.parametrize(
    "raw",
    [
        "住建局",
        "住 建 局",
        "住_建_局",
        "往建局",
        "住建侷",
        "清源住建局小李",
        "官方",
        "宫方小编",
        "菅理员",
        "管埋员",
        "板主",
        "發言人",
        "发言入老张",
        "12345",
        "１２３４５",
        "l2345",
        "糸统",
        "Admin",
        "ADM1N",
        "аdmin",
        "Ｍoderator",
        "公安小王",
        "巿委",
    ],
)
def test_a_name_that_passes_for_the_city_is_refused(raw):
    assert "部门" in str(refusal(names.check_display_name, raw)["display_name"])


@pytest.mark.parametrize("raw", ["清源市住房和城鄉建設局", "城东社区", "城東社區网格", "清源巿公安局"])
def test_the_names_of_departments_are_reserved(raw):
    assert set(refusal(names.check_display_name, raw, DEPARTMENTS)) == {"display_name"}


@pytest.mark.parametrize("raw", ["老街坊", "城东老李", "爱管闲事", "建设路住户", "小安", "警钟长鸣"])
def test_ordinary_names_pass(raw):
    assert names.check_display_name(raw, DEPARTMENTS) == raw


def test_an_account_made_by_the_city_may_name_its_office():
    assert names.check_official_name("住建局发言人") == "住建局发言人"
    assert set(refusal(names.check_official_name, "住建\u200b局")) == {"display_name"}


def test_an_empty_department_name_refuses_no_one():
    assert names.check_display_name("老街坊", Reserved(("", "·"))) == "老街坊"

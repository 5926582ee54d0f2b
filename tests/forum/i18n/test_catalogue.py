import re

import pytest
from jinja2 import Environment, nodes

from forum.i18n import catalogue
from forum.i18n.languages import CATALOGUES
from forum.text.scripts import traditional

HAN = re.compile(r"[\u3400-\u9fff]")
PLACEHOLDER = re.compile(r"%\((\w+)\)")
OWN_NAMES = {"中文"}


@pytest.fixture(scope="module")
def english():
    return catalogue.read_catalogue(CATALOGUES["en"])


@pytest.fixture(scope="module")
def named():
    return catalogue.extract()


def ids(messages):
    return sorted({message.id[0] if message.pluralizable else message.id for message in messages})


def test_every_message_of_the_code_and_the_templates_has_its_english(named, english):
    without = catalogue.untranslated(catalogue.merge(named, english))
    assert ids(without) == [], "run python -m forum.i18n.catalogue, then translate these"


def test_the_catalogue_holds_nothing_that_is_no_longer_said(named, english):
    there = keys(named)
    gone = [each for each in english if each.id and (each.id, each.context) not in there]
    assert ids(gone) == [], "run python -m forum.i18n.catalogue"
    assert list(english.obsolete) == []


def keys(messages):
    return {(message.id, message.context) for message in messages}


def test_no_translation_is_marked_as_doubtful(english):
    assert ids(each for each in english if each.fuzzy) == []


def test_translations_name_the_same_values(english):
    translated = [each for each in english if each.id and all(forms(each))]
    differing = [each for each in translated if not same_values(each)]
    assert ids(differing) == []


def same_values(message):
    """A form for one may leave the number out ("one reply"); nothing else may differ."""
    said = PLACEHOLDER.findall(" ".join(message.id) if message.pluralizable else message.id)
    full = forms(message)[-1]
    named = PLACEHOLDER.findall(" ".join(forms(message)))
    return set(PLACEHOLDER.findall(full)) == set(said) == set(named)


def test_english_has_no_chinese_left_in_it(english):
    mixed = [each for each in english if each.id and HAN.search("".join(forms(each)))]
    assert ids(mixed) == []


def test_no_translation_says_its_sentence_several_times(english):
    doubled = [each for each in english if each.id and any(map(said_twice, forms(each)))]
    assert ids(doubled) == []


def said_twice(sentence):
    """Whether it is a shorter sentence several times over."""
    return len(sentence) > 30 and any(
        sentence[:size].strip() == sentence[size : 2 * size].strip() for size in range(16, len(sentence) // 2 + 1)
    )


def test_english_has_typographic_apostrophes():
    before = catalogue.Catalog(locale="en")
    before.add("甲", "it isn't the askers' own")
    found = catalogue.Catalog(locale="en")
    found.add("甲")
    fresh = catalogue.merge(found, before)
    assert fresh.get("甲").string == "it isn’t the askers’ own"


def forms(message):
    return message.string if message.pluralizable else (message.string,)


def test_the_file_is_as_the_tool_writes_it(named, english):
    kept = catalogue.to_po(catalogue.merge(named, english))
    assert CATALOGUES["en"].read_bytes() == kept, "run python -m forum.i18n.catalogue"


def templates():
    folder = catalogue.ROOT / "templates"
    return sorted(p for p in folder.rglob("*") if p.suffix in (".html", ".txt", ".xml"))


def test_no_template_speaks_chinese_past_the_catalogue():
    environment = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"])
    bare = {}
    for path in templates():
        tree = environment.parse(path.read_text(encoding="utf-8"))
        said = "".join(data.data for data in tree.find_all(nodes.TemplateData))
        left = [word for word in re.findall(r"[\u3400-\u9fff]+", said) if word not in OWN_NAMES]
        bare |= {path.name: left} if left else {}
    assert bare == {}


def test_a_translation_survives_and_what_is_gone_goes(tmp_path):
    before = catalogue.Catalog(locale="en")
    before.add("留下", "stays")
    before.add("走开", "goes")
    (tmp_path / "forum").mkdir()
    (tmp_path / "forum" / "words.py").write_text(
        'M("留下")\n_("新的")\nngettext("%(n)s 条", "%(n)s 条", n)\npgettext("动词", "关注")\n'
    )
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text('{{ _("页面上的 %(n)s", n=1) }}{% trans %}整句{% endtrans %}')
    fresh = catalogue.merge(catalogue.extract(tmp_path), before)
    assert ids(each for each in fresh if each.id) == sorted(
        ["留下", "新的", "%(n)s 条", "关注", "页面上的 %(n)s", "整句"]
    )
    assert fresh.get("留下").string == "stays"
    assert len(catalogue.untranslated(fresh)) == 5
    assert fresh.get("关注", "动词").context == "动词"


def test_every_message_has_its_traditional_chinese(named):
    """Computed from the source, so none can be missing: what is left to test is that it is whole."""
    said = [form for each in named if each.id for form in (each.id if each.pluralizable else (each.id,))]
    assert [each for each in said if PLACEHOLDER.findall(each) != PLACEHOLDER.findall(traditional(each))] == []
    assert len([each for each in said if traditional(each) != each]) > len(said) / 2

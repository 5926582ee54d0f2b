"""The colours of the style sheet: every text can be read on every ground, and /about/design tells the truth about them."""

import re
from pathlib import Path

import pytest

from forum.text.design_tokens import GROUNDS, READ, USES, colours, contrast, mode_styles, worst_contrast

STATIC = Path(__file__).parents[3] / "templates" / "static"
SHEET = (STATIC / "wenqu.css").read_text("utf-8")
MODES = dict(zip(("light", "dark"), colours(SHEET), strict=True))


@pytest.mark.parametrize(("one", "other", "ratio"), [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48)])
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", READ)
def test_every_text_has_a_contrast_of_four_and_a_half(mode, name):
    assert worst_contrast(name, MODES[mode]) >= 4.5


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ["edge", "bank", "focus"])
def test_what_bounds_a_control_has_a_contrast_of_three(mode, name):
    assert min(contrast(MODES[mode][name], MODES[mode][ground]) for ground in GROUNDS) >= 3


def test_every_colour_of_the_style_sheet_is_shown_with_its_use():
    assert set(MODES["light"]) == set(MODES["dark"]) == set(USES)


def test_no_style_sheet_uses_a_token_that_there_is_not():
    defined = set(re.findall(r"--([a-z0-9-]+):", SHEET))
    for sheet in (path.read_text("utf-8") for path in STATIC.glob("*.css")):
        own = set(re.findall(r"--([a-z0-9-]+):", sheet))
        assert set(re.findall(r"var\(--([a-z0-9-]+)", sheet)) <= defined | own


def test_each_mode_sets_every_colour():
    rules = mode_styles(SHEET).splitlines()
    assert [rule.split()[0] for rule in rules] == [".mode-light", ".mode-dark", ".mode-more", ".mode-forced"]
    assert all(f"--{name}:" in rule for rule in rules for name in USES)

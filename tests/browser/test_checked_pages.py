"""Every page of the program is checked by axe and by html-validate, in turn in each language, colour mode and width.

A city with all kinds of content is walked as each role (walk/walk_pages.py), and one without questions for its empty states.
Of what is answered, each page that holds an element which no page before it held is looked at, and one page of each route.
With CHECKED_PAGES=all every page is whose elements differ, in all languages and both colour modes.
"""

import json
import logging
import os
from itertools import product

import pytest
from walk_pages import LANGUAGES, Page, Pages, chosen, page, unlike

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WHOLE = os.environ.get("CHECKED_PAGES") == "all"
MODES, WIDTHS = ("light", "dark"), (1280, 390)
# The page is put into a document that stands, where axe has been compiled: opening each anew takes three times as long.
LOOK = """
const [html, options, done] = arguments;
const read = new DOMParser().parseFromString(html, 'text/html');
document.replaceChild(document.adoptNode(read.documentElement), document.documentElement);
const sheets = [...document.querySelectorAll('link[rel=stylesheet]')];
const drawn = Promise.all(sheets.map((link) => link.sheet || new Promise((go, stop) => { link.onload = go; link.onerror = stop; })));
drawn.then(() => {
  for (const each of document.querySelectorAll('main details, footer details')) each.open = true;
  return axe.run(document, options);
}).then((found) => done(found.violations.flatMap((rule) => rule.nodes.map((node) =>
  `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary}`))), (error) => done([String(error)]));
"""
OPTIONS = {
    "resultTypes": ["violations"],
    "rules": {"target-size": {"enabled": True}},
    "iframes": False,
    "preload": False,
}


def test_a_city_with_all_kinds_of_content(app, client_of, api_of, secrets, violations, errors):
    every = Pages(app, client_of, api_of, secrets, whole=WHOLE)
    pages = [*(unlike(every) if WHOLE else chosen(every)), _failing(app, client_of, secrets.cast.guest)]
    assert {page.language for page in pages} == set(LANGUAGES)
    assert {page.status for page in pages} >= {200, 401, 403, 404, 409, 422, 500}
    assert errors(pages) + violations(pages) == []


def test_a_city_without_questions(app, client_of, cast, violations, errors):
    pages = list(chosen(page for page in _without_arguments(app, client_of, cast) if 'class="empty"' in page.html))
    assert len(pages) > 10
    assert errors(pages) + violations(pages) == []


def test_what_is_wrong_is_found(violations, errors):
    """Else the others could not fail; the grey text is too faint on the ground of the style sheet alone, not on white."""
    head = '<head><title>灯</title><link rel="stylesheet" href="/static/site.css"></head>'
    body = '<main><h1>路灯</h1><p><font color="#6f6f6f">路灯坏了</font></p><img src="/static/logo.svg"></main>'
    html = f'<!doctype html><html lang="zh-CN">{head}<body>{body}</body></html>'
    wrong = [Page("guest", "zh-CN", "GET", "/", "/", 200, html)]
    assert {line.partition(":")[0] for line in violations(wrong)} >= {"image-alt", "color-contrast"}
    assert {line.partition(":")[0] for line in errors(wrong)} >= {"wcag/h37", "deprecated"}


def _failing(app, client_of, actor):
    """The page that is shown when the program failed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(app.view_functions, "site.about", lambda: 1 / 0)
        return page("guest", LANGUAGES[0], "GET", "/about", "/about", client_of(actor).get("/about"))


def _without_arguments(app, client_of, cast):
    rules = sorted(rule.rule for rule in app.url_map.iter_rules() if not rule.arguments and "GET" in rule.methods)
    for number, role in enumerate("guest asker spokesperson moderator operator supervisor administrator".split()):
        language = LANGUAGES[number % len(LANGUAGES)]
        browser = client_of(getattr(cast, role))
        browser.set_cookie("lang", language)
        answered = (page(role, language, "GET", rule, rule, browser.get(rule)) for rule in rules)
        yield from filter(None, answered)


@pytest.fixture(autouse=True)
def refusals_are_no_news():
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def errors(node):
    """errors(pages): what html-validate finds, a line each."""

    def validate(pages):
        given = [{"name": str(page), "html": page.html, "whole": page.is_document} for page in pages]
        return node("validate.mjs", given=json.dumps(given)).splitlines()

    return validate


@pytest.fixture
def violations(browser, site, sized, checkers):
    """violations(pages): what axe finds on them, a line each, with all that is folded unfolded."""
    axe = (checkers / "node_modules/axe-core/axe.min.js").read_text("utf-8")
    browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": axe})
    browser.get(f"{site}/about")
    in_turn = list(product(WIDTHS, MODES))

    def look(pages):
        found = []
        for number, each in enumerate(shown for shown in pages if shown.is_document):
            width, mode = in_turn[number % len(in_turn)]
            sized(width)
            for colours in MODES if WHOLE else (mode,):
                _prefer(browser, colours)
                lines = browser.execute_async_script(LOOK, each.html, OPTIONS)
                found += [f"{line} on {each}, {colours}, {width} px" for line in lines]
        return found

    return look


def _prefer(browser, mode):
    features = [{"name": "prefers-color-scheme", "value": mode}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

"""Every form that posts carries the token of its session.

Exempt are a guest's choices of the language and of keyboard shortcuts, and the check of a receipt, which changes nothing.
"""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
TEMPLATES = Path(__file__).parents[1] / "templates"
ROLES = ("guest", "asker", "spokesperson", "moderator", "operator", "supervisor", "administrator")
OF_GUESTS = {"/language", "/about/shortcuts"}
FREE = OF_GUESTS | {"/ledger/check"}
MOST = 120  # pages of one role


@pytest.mark.parametrize("role", ROLES)
def test_every_form_on_every_page_that_links_lead_to(client_of, cast, question, role):
    pages = dict(walk(client_of(getattr(cast, role))))
    forms = [(address, *form) for address, html in pages.items() for form in FORM.findall(html)]
    posted = [(address, head, body) for address, head, body in forms if 'method="post"' in head]
    assert len(pages) > 5 and posted
    bare = {head for _, head, body in posted if not re.search(r'name="csrf_token" value="[^"]{20,}"', body)}
    free = FREE if role == "guest" else FREE - OF_GUESTS
    assert {re.search(r'action="([^"]*)"', head)[1] for head in bare} <= free


def test_every_form_in_the_templates(database_url):
    bare = [
        (path.name, head)
        for path in TEMPLATES.rglob("*.html")
        for head, body in FORM.findall(path.read_text(encoding="utf-8"))
        if 'method="post"' in head and "csrf_field(" not in body
    ]
    assert [name for name, head in bare if "ledger_checks.check" not in head] == []


def walk(browser):
    """(address, page) of what is reached from the front page by links of this site."""
    waiting, seen = ["/"], {"/"}
    while waiting and len(seen) < MOST:
        address = waiting.pop(0)
        answer = browser.get(address, follow_redirects=True)
        if answer.status_code != 200 or "html" not in answer.content_type:
            continue
        yield address, answer.text
        for link in re.findall(r'href="(/[^"#]*)', answer.text):
            if link not in seen and not link.startswith(("/static", "/feeds", "/moderation/log?", "/search?")):
                seen.add(link)
                waiting.append(link.replace("&amp;", "&"))

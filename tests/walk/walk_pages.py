"""Pages of the walk's city as they were answered, and a choice of them in which every element that is shown anywhere stands once."""

from dataclasses import dataclass
from html.parser import HTMLParser

from walk_calls import Walk
from walk_forms import FORMS
from walk_known import arguments, named

ROLES = (
    "guest asker neighbour shy informer spokesperson outsider moderator operator supervisor reporter signatory administrator"
).split()
LANGUAGES = "zh-CN", "en", "zh-Hant"
SHARE = 24  # in turns, a role calls one in so many addresses of a route that takes arguments,
SHARE_OF_ROUTES = 4  # and one in so many of the other routes
PARTS = {"/search/similar", "/preview", "/uploads"}


@dataclass(frozen=True)
class Page:
    """What `role` was answered with, in `language`, at `method address` of the route `rule`."""

    role: str
    language: str
    method: str
    rule: str
    address: str
    status: int
    html: str

    def __str__(self):
        return f"{self.method} {self.address} as {self.role} in {self.language}, {self.status}"

    @property
    def is_document(self):
        """Whether it is whole; a script is answered with a part of a page."""
        return self.rule not in PARTS or self.html.startswith("<!doctype")


def page(role, language, method, rule, address, answer):
    """The Page of an answer of the test client; none when it is no page."""
    if answer.mimetype != "text/html" or answer.status_code // 100 == 3 or not answer.text:
        return None
    return Page(role, language, method, rule, address, answer.status_code, answer.text)


class Pages:
    """The pages of a city, errors and refused forms among them; `whole` takes no turns."""

    def __init__(self, app, client_of, api_of, city, whole=False):
        self.app, self.client_of, self.api_of, self.city, self.whole = app, client_of, api_of, city, whole
        rules = [rule for rule in app.url_map.iter_rules() if not rule.rule.startswith(("/api", "/static"))]
        self.rules = sorted(rules, key=lambda rule: rule.rule)

    def __iter__(self):
        for number, role in enumerate(ROLES):
            walks = [self._walk(role, language) for language in LANGUAGES]
            for turn, rule in enumerate(self.rules, number):
                for walk, language in zip(walks, LANGUAGES, strict=True):
                    if self.whole or language == LANGUAGES[turn % len(LANGUAGES)]:
                        answers = self._answers(walk, rule, turn)
                        found = (page(role, language, method, rule.rule, *sent) for method, *sent in answers)
                        yield from filter(None, found)

    def _walk(self, role, language):
        def client_of(actor):
            browser = self.client_of(actor)
            browser.set_cookie("lang", language)
            return browser

        actor = getattr(self.city, role, None) or getattr(self.city.cast, role)
        known, names = arguments(self.city, actor), named(self.city, client_of(actor))
        return Walk(self.app, client_of, self.api_of, role, actor, known, names)

    def _answers(self, walk, rule, turn):
        """(method, address, answer): of the forms, those with which the role is accepted somewhere."""
        share = 1 if self.whole else SHARE if rule.arguments else SHARE_OF_ROUTES
        if "GET" in rule.methods and (rule.arguments or turn % share == 0):
            yield from (("GET", *got) for got in walk.got(rule, turn % share, share))
        for method in rule.methods - {"GET", "HEAD", "OPTIONS"}:
            if f"{method} {rule.rule}" in FORMS.get(walk.role, ()):
                yield from ((method, *sent) for sent in walk.sent(rule, method))


def chosen(pages):
    """Those that hold an element, in its place, which none before them held; and one page of each status and route."""
    seen = set()
    for page in pages:
        new = elements(page.html) | {page.status} | ({page.rule} if page.status == 200 else set())
        if new - seen:
            seen |= new
            yield page


def unlike(pages):
    """Of the pages of a route and language whose <main> has the same elements one; likewise of those refused everywhere alike."""
    seen = set()
    for page in pages:
        kind = frozenset(elements(page.html.partition("<main")[2].partition("</main>")[0]))
        of = page.status if page.status in (401, 403, 404) else page.rule
        if (of, page.language, kind) not in seen:
            seen.add((of, page.language, kind))
            yield page


def elements(html):
    """{(the element around it, an element)}, each with its classes."""
    reading = _Elements()
    reading.feed(html)
    return reading.found


class _Elements(HTMLParser):
    WITHOUT_END = set("area base br col embed hr img input link meta source track wbr path use circle rect".split())

    def __init__(self):
        super().__init__()
        self.found, self.around = set(), [("", "")]

    def handle_starttag(self, tag, attributes):
        element = tag, dict(attributes).get("class")
        self.found.add((self.around[-1], element))
        if tag not in self.WITHOUT_END:
            self.around.append(element)

    def handle_endtag(self, tag):
        while tag not in self.WITHOUT_END and len(self.around) > 1 and self.around.pop()[0] != tag:
            pass

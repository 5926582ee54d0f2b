"""One role's calls of every route of the program, and the words that it was shown."""

import re
from contextlib import contextmanager, suppress
from itertools import product

import pytest
from stage_clients import without_tokens
from walk_city import BROWSER
from walk_forms import BESIDES, FORMS, OF_RULE, QUERIES, TYPED

from forum.store import db
from forum.web.door import EVERYONE

NOTHING = {"thread_id", "post_id", "order_id", "public_id"}  # arguments of which there is one that does not exist


class Walk:
    """`seen`: {word: {(method, rule): an address}}. `accepted`: the rules of the forms that were accepted, as in walk_forms.py.

    `failed`: {(status, method, rule): an address} of what is neither answered nor refused.
    """

    def __init__(self, app, client_of, api_of, role, actor, known, named):
        self.app, self.client_of, self.known, self.named = app, client_of, known, named
        self.role, self.actor = role, actor
        self.adapter = app.url_map.bind("localhost")
        self.browser, self.program = self._browser(), api_of(actor)
        self.seen, self.accepted, self.failed = {}, set(), {}

    def walk(self, rules, words):
        """Call every route of `rules`, looking for `words`; returns the walk."""
        for rule in rules:
            for method in rule.methods - {"HEAD", "OPTIONS"}:
                for address, answer in self._answers(rule, method):
                    self._note(answer, method, rule.rule, address, words)
        return self

    def got(self, rule, first=0, step=1):
        """(address, answer) of every `step`th page of a route, from the `first` on; of one where the door refuses the role."""
        addresses = list(self._addresses(rule, "GET"))
        for address in [addresses[0]] if self._refused(rule) else addresses[first % len(addresses) :: step]:
            yield address, self._get(address)

    def sent(self, rule, method):
        """(address, answer) of a form that is sent once as it should be, and once empty."""
        address = next(self._addresses(rule, method))
        yield from ((address, self._post(rule, method, address, filled=filled)) for filled in (True, False))

    def _note(self, answer, method, rule, address, words):
        body = re.sub(r"<wbr>|</?mark>", "", answer.get_data().decode(errors="replace"))  # search marks what it found
        leads_to = answer.headers.get("Location", "")
        for word in words:
            if word in body or word in leads_to:
                self.seen.setdefault(word, {}).setdefault((method, rule), address)
        if answer.status_code >= 500:
            self.failed.setdefault((answer.status_code, method, rule), address)
        if method != "GET" and answer.status_code < 400 and not leads_to.startswith(("/login?", "/kept")):
            self.accepted.add(f"{method} {rule}")

    def _answers(self, rule, method):
        """(address, answer) of each call of a route; of one call where the door refuses the role before it looks at anything."""
        for number, address in enumerate(self._addresses(rule, method)):
            if method == "GET":
                yield address, self._get(address)
            else:
                yield from ((address, answer) for answer in self._posts(rule, method, address, first=number == 0))
            if self._refused(rule):
                return

    def _refused(self, rule):
        door = getattr(self.app.view_functions[rule.endpoint], "door", EVERYONE)
        return door is not EVERYONE and not (self.actor.has(*door.roles) if door.roles else self.actor.signed_in)

    def _get(self, address):
        if address.startswith("/api/v1"):
            return self.program.get(address.removeprefix("/api/v1"))
        return self.browser.get(address, buffered=True)

    def _posts(self, rule, method, address, first):
        """The answers to a form; on the first object also to an empty one and to one that lacks its token."""
        yield self._post(rule, method, address)
        if first:
            yield self._post(rule, method, address, filled=False)
        if first and not address.startswith("/api"):
            yield self._post(rule, method, address, token=False)

    def _post(self, rule, method, address, filled=True, token=True):
        form = self._form(f"{method} {rule.rule}") if filled else {}
        with _undone():  # in a browser of its own, since some forms end the session
            if address.startswith("/api"):
                sent = {"data": form} if any(isinstance(value, tuple) for value in form.values()) else {"json": form}
                return self.program.open(address.removeprefix("/api/v1"), method, **sent)
            browser = self._browser() if token else without_tokens(self._browser())
            return browser.open(address, method=method, data={**TYPED, **form} if filled else {}, buffered=True)

    def _form(self, rule):
        return {name: self._put(value) for name, value in OF_RULE.get(rule, {}).items()}

    def _put(self, value):
        """A value of walk_forms.py, with the object of the city that it names."""
        if not isinstance(value, str) or "{" not in value:
            return value
        named = self.named.get(value[1:-1], value.format(**self.named))
        return named() if callable(named) else named

    def _browser(self):
        """As the actor's, where the asker had sat before."""
        browser = self.client_of(self.actor)
        browser.set_cookie("wenqu-kept", BROWSER)
        return browser

    def _addresses(self, rule, method):
        for values in product(*(self._objects(name, rule.rule, method) for name in sorted(rule.arguments))):
            address = self.adapter.build(rule.endpoint, dict(zip(sorted(rule.arguments), values, strict=True)), method)
            yield address
            if method == "GET" and self._is_few(rule, values):
                yield from (address + query for query in QUERIES.get(rule.rule, ()))
        if method == "GET" and len(rule.arguments) == 1 and rule.arguments <= NOTHING:
            yield self.adapter.build(rule.endpoint, dict.fromkeys(rule.arguments, 99999), method)

    def _is_few(self, rule, values):
        return "thread_id" not in rule.arguments or values[-1] in self.known["few"]["thread_id"]

    def _objects(self, name, rule, method):
        """The values of an argument: of what is done to objects, all for a role that may, and every third for another."""
        noun = rule.rpartition("/")[2]
        if name not in self.known["few"] or (method == "GET" and not rule.startswith("/threads/<id:thread_id>/")):
            return self.known[name]
        if f"{'POST' if method == 'GET' else method} {rule}" in FORMS.get(self.role, ()):
            return self.known["few"][name] + [self.named[beside] for beside in BESIDES.get(noun, "").split()]
        return self._in_turn(self.known["few"][name], rule)

    def _in_turn(self, objects, rule):
        """Every third object, so that each meets each route as some role, each role each route, and each role each object."""
        turn = sum(map(ord, rule)) + sum(map(ord, self.role))
        return [row for number, row in enumerate(objects, turn) if number % 3 == 0]


class _Undone(Exception):
    """Ends a transaction whose writes are thrown away."""


@contextmanager
def _undone():
    """A block whose requests write nothing that stays."""
    with pytest.MonkeyPatch.context() as patch, suppress(_Undone), db.write():
        patch.setattr(db.database.obj, "close", lambda: False)
        yield
        raise _Undone

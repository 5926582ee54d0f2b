"""Builds the Flask application out of the packages. With cli.py the only file of forum/ that imports the others."""

from functools import partial

from flask import Flask, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

from boards.clocks.city import City
from boards.clocks.holidays import chinese_calendar_with
from boards.clocks.policy import load
from boards.files.storage import open_store
from boards.mentions.reader import reader as names
from boards.mine.history import write_visits
from boards.notifications.reader import reader as notifications
from boards.queries.lists.departments import reserved_names
from boards.queries.parts.current_city import CurrentCity
from boards.readers.figures import reader as figures
from boards.readers.promises import reader as promises
from boards.readers.tallies import reader as tallies
from boards.rules.text import department_names
from boards.viewing.counter import ViewCounter
from boards.viewing.turns import next_turn
from forum.accounts import login
from forum.clock import Clock
from forum.config import Settings
from forum.i18n import languages, posts as posts_in_script
from forum.messages import M
from forum.operations import requests
from forum.operations.requests import Noting
from forum.personal.devices import write_seen
from forum.reading_limits.shared import counter_of_reads
from forum.roof.blueprints import API, BLUEPRINTS, FREE, FREE_VIEWS
from forum.store import db, schema
from forum.store.readers import Reader
from forum.text.reserved import own_words
from forum.web import delivery, door, errors, refused, security, static_files
from forum.web.addresses import absolute_url, cached_url_for, canonical_url, redirect_within_site
from forum.web.converters import IdConverter, PrintableConverter
from forum.web.json_script import json_script
from forum.web.members.edges import csrf_token, edge, once_key
from forum.web.noted import Noted
from forum.web.page_cache import fragments
from forum.web.page_cache.middleware import PageCache
from forum.web.page_cache.template_modules import SharedModule
from forum.web.result_cache import TYPE_COOKIE, ResultCache
from forum.wenqu import Wenqu, wenqu
from moderation.ledger.pages import ledger_health
from moderation.ledger.signing import Signer
from moderation.ledger.witnesses import witness_policy
from moderation.notices.queries import open_notices
from moderation.supervision.hot.reading import reader as hot_words
from moderation.supervision.topics.queries import topics_of
from search.engines import engine_of
from search.engines.base import Engine
from search.queries import search_health
from search.query.topic_words import topic_words
from search.reader import SearchReader
from search.saved.actions import saved_searches as searches_of
from search.similar.before_asking import similar

UNTOUCHED = frozenset({"static", "site.favicon", "operations.ready"})  # answered without a database connection


def load_city(settings: Settings) -> City:
    """The rules of the city that `settings` name; `boards.queries.parts.current_city` adds the days that the city has imported."""
    policy = load(settings.policy)
    screening = policy.screening if settings.screening is None else settings.screening
    return City(
        policy,
        chinese_calendar_with(),
        settings.timezone,
        screening,
        pacing=settings.rate_limits,
        site=settings.site,
    )


def readers(city: City, engine: Engine, signer: Signer) -> tuple[Reader | Signer | SearchReader, ...]:
    """Every reader of the log, the ledger's signer first and the search index last; each gets the state it needs."""
    return (
        signer,
        tallies(city),
        figures(city),
        promises(city),
        hot_words(city, topic_words),
        notifications(),
        names(),
        SearchReader(engine),
    )


def create_app(settings: Settings, clock: Clock | None = None) -> Flask:
    """The WSGI application on an existing, up-to-date database."""
    return connect_app(app_without_database(settings), settings, clock)


def app_without_database(settings: Settings) -> Flask:
    """The application with routes, templates and headers, but not connected to a database."""
    app = Flask("forum", template_folder="../templates", static_folder="../templates/static")
    app.url_map.converters.update(id=IdConverter, default=PrintableConverter)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.template_class = SharedModule
    app.jinja_env.cache = {}
    _install(app, settings)
    for blueprint in (*BLUEPRINTS, *API, *FREE):
        app.register_blueprint(blueprint)
    for blueprint in (*API, *FREE):
        security.csrf.exempt(blueprint)
    for endpoint in FREE_VIEWS:
        security.csrf.exempt(app.view_functions[endpoint])
    door.refuse_unguarded(app)
    return app


def connect_app(app: Flask, settings: Settings, clock: Clock | None = None) -> Flask:
    """Connect an application to the database of `settings` and make its Wenqu; returns it."""
    app.secret_key = settings.secret_key
    connect_again(app, settings, clock)
    app.extensions["page_cache"] = app.wsgi_app = PageCache(app.wsgi_app, app)  # type: ignore[assignment, method-assign]
    if n := settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]
    app.wsgi_app = Noting(app.wsgi_app, trusted=bool(n))  # type: ignore[assignment, method-assign]
    return app


def connect_again(app: Flask, settings: Settings, clock: Clock | None = None) -> None:
    """Give the application connections, an index and caches of its own, as a forked process needs."""
    db.connect(settings.database, web=True)
    schema.check()
    engine = engine_of(settings)
    app.extensions["wenqu"] = Wenqu(
        settings=settings,
        current_city=CurrentCity(load_city(settings)),
        clock=clock or Clock(),
        reserved_names=partial(reserved_names, settings.site, own_words(settings.data)),
        similar=partial(similar, engine),
        open_notices=open_notices,
        topics_of=topics_of,
        next_turn=next_turn,
        saved_searches=searches_of,
        health=(ledger_health, partial(search_health, engine, clock or Clock())),
        witnesses=witness_policy(settings),
        engine=engine,
        files=open_store(settings.files),
        results=ResultCache(),
        feeds=ResultCache(most=64),
        pace=counter_of_reads(),
        viewed=ViewCounter(),
        seen=Noted(write_seen, once=True),
        visits=Noted(write_visits),
    )


def _install(app, settings):
    app.jinja_env.globals["file_quota"] = settings.file_quota
    requests.install(app)
    app.before_request(_begin)
    app.before_request(redirect_within_site)
    app.teardown_request(_end)
    static_files.install(app)
    delivery.install(app)
    security.install(app, settings.url.startswith("https:"), settings.map_tiles)
    login.install(app)
    errors.install(app)
    refused.install(app)
    languages.install(app, settings.timezone)
    posts_in_script.install(app)
    app.jinja_env.globals.update(
        url_for=cached_url_for,
        absolute_url=absolute_url,
        canonical_url=canonical_url,
        json_script=json_script,
        csrf_token=csrf_token,  # also in macros, which see no context
        edge=edge,
        fragment=fragments.fragment,
        part=fragments.part,
        this_page=fragments.this_page,
        new_key=once_key,
    )
    app.jinja_env.filters.update(
        by_category=department_names.by_category,
        offered_for=department_names.offered_for,
        search_keys=department_names.search_keys,
    )
    app.context_processor(_context)


def _begin():
    g.now = wenqu().clock.now()
    g.language = languages.choose_language(request.cookies.get("lang"), request.headers.get("Accept-Language"))
    if request.endpoint not in UNTOUCHED:
        db.database.connect(reuse_if_open=True)
        wenqu().current_city.refresh(g.now)


def _end(error):
    if not db.database.is_closed():
        db.database.close()


def _context():
    program = wenqu()
    site = {
        "name": program.name,
        "tagline": _tagline(program.city.site.city),
        "hotline": program.city.site.hotline,
        "of": program.city.site,
        "language": languages.current_language(),
        "languages": tuple(languages.LANGUAGES.items()),
        "large_type": request.cookies.get(TYPE_COOKIE) == "large",
        "policy_title": languages.in_script(program.city.policy.titled(languages.current_language())),
        "screening": program.city.screening,
        "sends_mail": program.settings.mail is not None,
        "wechat": program.settings.channels.wechat,
        "sms": program.settings.channels.sms,
        "move_car": program.settings.channels.move_car,
    }
    return {"site": site, "viewer": door.current_actor(), "csrf_token": csrf_token}


def _tagline(city):
    return M("%(city)s公开答复市民的地方", city=city) if city else M("城市公开答复市民的地方")

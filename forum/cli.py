"""The roof's other half: the command `wenqu`. A user's mistake is one clear line and exit 2."""

import json
import os
import sys

import click
import peewee

from boards.actions.calendar_import import import_calendar
from boards.actions.recomputing import recompute, running
from boards.calendar_days import LivingCity
from boards.channels.hotline.demo import verbs as operators_part
from boards.demo import city as demo_city
from boards.imports.departments import import_departments
from boards.imports.questions import import_questions
from boards.notifications.demo import read_the_past
from boards.policy import PolicyError
from boards.queries.departments import get_department
from boards.queries.statistics import as_dict, lines, statistics
from forum import db, schema, serving, terminal, worker
from forum.accounts import actions as accounts
from forum.accounts.queries import account_named, holders
from forum.app import city_of, create_app, readers
from forum.clock import Clock
from forum.config import SettingsError, from_environ
from forum.messages import M
from forum.private import Box
from forum.problems import Problem
from forum.progress import aside, progress
from forum.roles import GRANTABLE, Role
from moderation.demo import DO as moderators_part
from search import documents
from search.engines import engine_of
from search.reader import rebuild

clock = Clock()


def main():
    """Run the command; what a person did wrong is told in one line."""
    try:
        commands(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(1)
    except Problem as problem:
        _give_up(terminal.told(problem))
    except (SettingsError, PolicyError, schema.SchemaError, OSError) as error:
        _give_up(str(error))
    except UnicodeError:
        _give_up("what was typed is not text in UTF-8")
    except peewee.PeeweeException as error:
        _give_up(f"the database refuses: {error}")


def _give_up(sentence):
    """One line and exit 2; of the lines that a driver says, the first tells what is wrong."""
    click.echo(f"wenqu: {sentence.splitlines()[0]}", err=True)
    sys.exit(2)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def commands():
    """Wenqu 问渠: the board on which a city answers its citizens in public."""


@commands.command()
def init():
    """Create the database, or upgrade it to this program."""
    applied = schema.upgrade(_settings().database)
    click.echo(f"applied: {', '.join(applied)}" if applied else "the database is up to date")


@commands.command()
def demo():
    """Build the demo city 清源市 in an empty database, and print its logins."""
    settings = _settings()
    schema.upgrade(settings.database)
    with _connected(settings):
        if not demo_city.is_empty():
            click.echo("the database already holds a city; the demo is left as it is")
        else:
            more = moderators_part | operators_part(Box(settings.secret_key))
            demo_city.build(clock.now(), city_of(settings).unpaced(), more)
            worker.catch_up(readers(city_of(settings), engine_of(settings)), clock.now())
            read_the_past(clock.now())
    worker.catch_up(readers(city_of(settings), engine_of(settings)), clock.now())
    click.echo(demo_city.logins())


@commands.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Web processes.")
def serve(host, port, workers):
    """Serve the site: web processes and the worker in one."""
    settings = _settings()
    create_app(settings)
    db.database.obj.close_all()
    listening = serving.listen(host, port)
    click.echo(f"Wenqu on http://{host}:{port}", err=True)
    serving.serve(listening, workers, lambda listening: _web(settings, listening), lambda: _work(settings))


@commands.command(name="worker")
def run_worker():
    """Run only the worker."""
    _work(_settings())


@commands.group()
def account():
    """Accounts and their roles."""


@account.command()
@click.argument("username")
@click.option("--display-name", required=True)
@click.option("--password-stdin", is_flag=True, required=True, help="Read the password from standard input.")
def add(username, display_name, password_stdin):
    """Open an account; one that exists is left as it is."""
    password = click.get_text_stream("stdin").readline().rstrip("\r\n")
    with _connected(_settings()):
        if account_named(username.lower()):
            click.echo(f"{username} exists already")
            return
        accounts.register(username, password, display_name, now=clock.now())
        click.echo(f"{username} added")


def _role_arguments(command):
    for decorate in (
        click.option("--department", metavar="SLUG", help="The department of a spokesperson."),
        click.argument("role", type=click.Choice([role.value for role in Role if role is not Role.GUEST])),
        click.argument("username"),
    ):
        command = decorate(command)
    return command


@account.command()
@_role_arguments
def grant(username, role, department):
    """Give an account a role from now on."""
    with _connected(_settings()):
        found = _account(username)
        if role in GRANTABLE:
            accounts.grant(found, role, _department_id(department), now=clock.now())
    click.echo(f"{username} is {role}" + (f" of {department}" if department else ""))


@account.command()
@_role_arguments
def revoke(username, role, department):
    """End a role now; the grant stays on record."""
    with _connected(_settings()):
        ended = accounts.revoke(_account(username), role, _department_id(department), now=clock.now())
    click.echo(f"{username} is no longer {role}" if ended else f"{username} was not {role}")


@account.command(name="list")
@click.option("--role", type=click.Choice([role.value for role in GRANTABLE]))
def list_accounts(role):
    """List the accounts that hold a role."""
    with _connected(_settings()):
        for username, name, held, department in holders(role):
            click.echo("\t".join(filter(None, (username, name, held, str(department or "")))))


@commands.group()
def calendar():
    """The city's own days of work and rest."""


@calendar.command(name="import")
@click.argument("file", type=click.File("rb"))
def calendar_command(file):
    """Import days from the CSV file FILE (docs/calendar.md), all or nothing, and count open clocks again."""
    settings = _settings()
    with _connected(settings):
        click.echo(terminal.said(import_calendar(file.read(), now=clock.now()).told()))
        counted = progress(recompute(clock.now(), city_of(settings)), terminal.said(M("重新计算时限")), running())
        click.echo(terminal.said(M("%(n)s 个时限有变化", n=sum(counted))))


@commands.group(name="import")
def import_group():
    """Bring in what was asked and answered elsewhere."""


@commands.group(name="department")
def department_group():
    """The city's departments."""


FILE = click.argument("file", type=click.File("rb"))


@import_group.command(name="questions")
@FILE
def questions_command(file):
    """Import questions with their answers from FILE, one JSON object on each line (docs/importing.md)."""
    settings = _settings()
    city = city_of(settings)
    with _connected(settings):
        report = import_questions(file, city=city, now=clock.now(), tell=_tell)
    worker.catch_up(readers(city, engine_of(settings)), clock.now())
    _conclude(report)


@department_group.command(name="import")
@FILE
def departments_command(file):
    """Import departments, each with its board, from the CSV file FILE (docs/importing.md)."""
    with _connected(_settings()):
        report = import_departments(file, now=clock.now(), tell=_tell)
    _conclude(report)


def _tell(number, problem):
    aside(terminal.said(M("第 %(number)s 行：%(reason)s", number=number, reason=terminal.told(problem))))


def _conclude(report):
    counts = {"imported": report.imported, "present": report.present, "broken": report.broken}
    click.echo(terminal.said(M("导入 %(imported)s，已有 %(present)s，有错 %(broken)s", **counts)))
    if report.broken:
        sys.exit(1)


@commands.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def stats(as_json):
    """Print how much there is, where the cases stand, and how the clocks were kept."""
    with _connected(_settings()):
        found = statistics(clock.now())
    if as_json:
        click.echo(json.dumps(as_dict(found)))
    for line in () if as_json else lines(found):
        click.echo(terminal.said(line))


@commands.command()
def reindex():
    """Build the search index anew beside the one in use, and change over at the end; the site runs on."""
    settings = _settings()
    with _connected(settings):
        engine = engine_of(settings)
        indexed = sum(1 for _ in progress(rebuild(engine), "indexing posts", documents.count()))
        found = engine.info()
    click.echo(f"{indexed} public posts indexed with {engine.name}, {found.size / 1e6:.1f} MB")


def _settings():
    return from_environ(os.environ)


class _connected:
    """The database of the settings, checked, for the length of a command."""

    def __init__(self, settings):
        db.connect(settings.database)
        schema.check()
        self._connection = db.connection()

    def __enter__(self):
        return self._connection.__enter__()

    def __exit__(self, *error):
        return self._connection.__exit__(*error)


def _account(username):
    found = account_named(username.lower())
    if found is None:
        raise click.ClickException(f"no account {username}")
    return found


def _department_id(slug):
    return get_department(slug).id if slug else None


def _web(settings, listening):
    serving.in_child()
    serving.answer(create_app(settings), listening)


def _work(settings):
    serving.in_child()
    db.connect(settings.database)
    schema.check()
    living, engine = LivingCity(city_of(settings)), engine_of(settings)
    worker.run(lambda now: readers(living.refresh(now), engine), clock)

"""The command `wenqu`. A user's mistake is reported in one line with exit status 2."""

import sys
from dataclasses import replace
from threading import Thread

import click
import peewee

from boards.channels.cards.keeping import CardKeeper, Cards
from boards.channels.hotline.demo import verbs as operators_part
from boards.channels.mail.commands import lmtp
from boards.clocks.policy import PolicyError
from boards.commands.material import calendar, department_group, import_group
from boards.commands.people import account
from boards.commands.stats import stats
from boards.demo import city as demo_city
from boards.demo.ruian import city as example
from boards.drafts.actions import Expiring as ExpiringDrafts
from boards.files.storage import open_store
from boards.files.upkeep import UploadKeeper
from boards.mine.closing import AccountCloser
from boards.notifications.demo import mark_old_read
from boards.notifications.sending.digests import Digests
from boards.notifications.sending.planning import Planner
from boards.notifications.sending.transports import senders
from boards.queries.parts.current_city import CurrentCity
from boards.readers.promises import PromiseAsker
from boards.viewing.flushing import PAUSE, Flusher
from forum.app import create_app, load_city, readers
from forum.commands import terminal
from forum.commands.console import CommandContext, clock, connected, settings as from_environment
from forum.config import SettingsError
from forum.kept.actions import Expiring
from forum.private import Encryptor
from forum.problems import Problem
from forum.store import db, schema, worker
from forum.web import serving
from moderation.assessments.commands import assess
from moderation.demo.story import DO as moderators_part
from moderation.ledger.audit.command import verify
from moderation.ledger.origin import choose_origin, fixed_origin, stored_origin
from moderation.ledger.signing import Signer
from moderation.ledger.witnessing.command import witness
from moderation.ledger.witnessing.submitting import submitters
from moderation.notices.keeping import NoticeKeeper
from moderation.supervision.briefs.keeping import BriefKeeper
from moderation.supervision.hot.keeping import HotKeeper
from moderation.words.commands import words
from search.commands import reindex
from search.compaction import Compacting, rebuilding
from search.engines import engine_of
from search.query.topic_words import could_be_a_name
from search.saved.checking import SavedSearches
from search.saved.models import SavedSearch


def main() -> None:
    """Run the command, and report a user's mistake in one line."""
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
        _give_up(terminal.problem_line(problem))
    except (SettingsError, PolicyError) as error:
        _give_up(terminal.translate(error.message))
    except (schema.SchemaError, OSError) as error:
        _give_up(str(error))
    except UnicodeError:
        _give_up("what was typed is not text in UTF-8")
    except peewee.PeeweeException as error:
        _give_up(f"the database refuses: {error}")


def _give_up(sentence):
    """Print one line and exit with 2; the first line of a database driver's message says what is wrong."""
    click.echo(f"wenqu: {sentence.splitlines()[0]}", err=True)
    sys.exit(2)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def commands(context: click.Context) -> None:
    """Wenqu 问渠: the board on which a city answers its citizens in public."""
    context.obj = CommandContext(load_city, _catch_up)


for _command in (
    account,
    lmtp,
    calendar,
    department_group,
    import_group,
    stats,
    assess,
    words,
    reindex,
    verify,
    witness,
):
    commands.add_command(_command)


@commands.command()
@click.option("--ledger-name", help="The public ledger's name for good; by default the host of WENQU_URL with /ledger.")
def init(ledger_name: str | None) -> None:
    """Create the database, or upgrade it to this program; the first time also fix the public ledger's name."""
    settings = from_environment()
    applied = schema.upgrade(settings.database, settings.upkeep)
    click.echo(f"applied: {', '.join(applied)}" if applied else "the database is up to date")
    with connected(settings):
        before = stored_origin()
        if ledger_name:
            choose_origin(ledger_name, settings, clock.now())
        name = fixed_origin(settings, clock.now())
    if name != before:
        click.echo(f"the ledger's name is {name}")


@commands.command()
@click.option("--ruian", is_flag=True, help="Instead the figures of Ruian, September 2014: 14,301 questions; minutes.")
def demo(ruian: bool) -> None:
    """Build the demo city 清源市 in an empty database, and print its logins."""
    settings = from_environment()
    if ruian:
        settings, now = replace(settings, policy="ruian", timezone=example.ZONE, screening=True), example.NOW
    else:
        now = clock.now()
    schema.upgrade(settings.database, settings.upkeep)
    with connected(settings):
        if not demo_city.is_empty():
            click.echo("the database already holds a city; the demo is left as it is")
        else:
            more = moderators_part | operators_part(Encryptor(settings.secret_key))
            city = load_city(settings).without_limits()
            example.build(city, more) if ruian else demo_city.build(now, city, more)
            _catch_up_except_search(settings, now)
            mark_old_read(now)
    _catch_up_except_search(settings, now)
    click.echo(demo_city.logins())
    if ruian:
        click.echo(example.HOW_TO_LOOK)


@commands.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Web processes.")
def serve(host: str, port: int, workers: int) -> None:
    """Serve the site: web processes and the worker in one."""
    settings = from_environment()
    create_app(settings)
    db.database.obj.close_all()
    listening = serving.listen(host, port)
    click.echo(f"Wenqu on http://{host}:{port}", err=True)
    serving.serve(listening, workers, lambda listening: _web(settings, listening), lambda: _work(settings))


@commands.command(name="worker")
def run_worker() -> None:
    """Run only the worker."""
    _work(from_environment())


def _catch_up_except_search(settings, now):
    """Run every reader but the last, the search index, which the worker builds while the site is already served."""
    worker.catch_up(_readers(settings)[:-1], now)


def _catch_up(settings):
    worker.catch_up(_readers(settings), clock.now())


def _readers(settings):
    return readers(load_city(settings), engine_of(settings), Signer(settings))


def _web(settings, listening):
    serving.in_child()
    application = create_app(settings)
    program = application.extensions["wenqu"]
    views = Flusher(program.viewed)

    def flush() -> None:
        views.flush()
        program.seen.flush()
        program.visits.flush()

    serving.repeat(flush, PAUSE)
    serving.at_end(flush)
    serving.serve_requests(application, listening)


def _work(settings):
    serving.in_child()
    db.connect(settings.database)
    schema.check()
    current_city, engine, signer = CurrentCity(load_city(settings)), engine_of(settings), Signer(settings)
    # In threads of their own: rebuilding a search index would delay signing, a silent witness or mail server everything, and
    # counting the words of a large city the notifications.
    cards = CardKeeper(CurrentCity(load_city(settings)), Cards(settings.data / "cards"))
    apart = [(each,) for each in (signer, *submitters(settings), *senders(settings, clock), cards)]
    for some in (*apart, _hot_keepers(CurrentCity(load_city(settings)))):
        Thread(target=worker.run, args=(lambda now, some=some: some, clock), daemon=True).start()
    uploads = UploadKeeper(open_store(settings.files))
    keepers = (NoticeKeeper(current_city), PromiseAsker(current_city), uploads, AccountCloser(SavedSearch))
    telling = (Planner(settings), Digests(settings), SavedSearches(current_city, engine))
    upkeep = (Compacting(engine, rebuilding), Expiring(), ExpiringDrafts(), *telling, *keepers)
    worker.run(lambda now: (*readers(current_city.refresh(now), engine, signer)[1:], *upkeep), clock)


def _hot_keepers(current_city):
    return HotKeeper(current_city, could_be_a_name), BriefKeeper(current_city, could_be_a_name)

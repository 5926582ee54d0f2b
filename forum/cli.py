"""The command `wenqu`. A user's mistake is reported in one line with exit status 2."""

import sys
from typing import TYPE_CHECKING

import click

from forum.commands.lazy_group import LazyCommand, LazyGroup

if TYPE_CHECKING:
    from boards.clocks.city import City
    from boards.files.storage import Store
    from forum.config import Settings

COMMANDS = {
    "account": LazyCommand("boards.commands.people:account", "Accounts and their roles."),
    "assess": LazyCommand(
        "moderation.assessments.commands:assess",
        "Compute an assessment again from the log as of its freeze; exit 1 when anything differs, and name it.",
    ),
    "backup": LazyCommand(
        "forum.backup.commands:backup",
        "Add a backup to DIR while the site runs: database, files and keys; only what changed since the last is written.",
    ),
    "calendar": LazyCommand("boards.commands.material:calendar", "The city's own days of work and rest."),
    "demo": LazyCommand(
        "forum.roof.demo:demo", "Build the demo city 清源市 in an empty database, and print its logins."
    ),
    "department": LazyCommand("boards.commands.material:department_group", "The city's departments."),
    "export": LazyCommand(
        "forum.moving.commands:export",
        "Write the whole city into DIR, in an open format (docs/moving.md); the site runs on.",
    ),
    "import": LazyCommand("boards.commands.forums:import_group", "Bring in what was asked and answered elsewhere."),
    "init": LazyCommand(
        "forum.roof.init:init",
        "Create the database, or upgrade it to this program; the first time also fix the public ledger's name.",
    ),
    "lmtp": LazyCommand(
        "boards.channels.mail.commands:lmtp",
        "Take replies by mail over LMTP; the mail system hands them over (docs/mail-replies.md).",
    ),
    "move-car": LazyCommand(
        "boards.services.movecar.commands:move_car", "Move-car: the register of owners (docs/move-car.md)."
    ),
    "quiz": LazyCommand("boards.services.quiz.commands:quiz", "Question banks of departments."),
    "reindex": LazyCommand(
        "search.commands:reindex",
        "Build the search index anew beside the one in use, and change over at the end; the site runs on.",
    ),
    "restore": LazyCommand(
        "forum.backup.commands:restore",
        "Restore a backup from DIR into an empty database and data folder, and verify it.",
    ),
    "serve": LazyCommand("forum.roof.serve:serve", "Serve the site: web processes and the worker in one."),
    "check": LazyCommand(
        "forum.roof.setting_up:check", "List what is missing before the site goes live; exit 1 when something is."
    ),
    "setup": LazyCommand(
        "forum.roof.setting_up:setup",
        "Set a city up in an empty database: settings, departments, boards, first accounts (docs/setting-up.md).",
    ),
    "stats": LazyCommand(
        "boards.commands.stats:stats",
        "Print how much there is, where the cases stand, and how the clocks were kept.",
    ),
    "verify": LazyCommand(
        "moderation.ledger.audit.command:verify",
        "Check that nothing on record was altered or removed: the ledger, and every post against it (docs/verify.md).",
    ),
    "witness": LazyCommand(
        "moderation.ledger.witnessing.command:witness",
        "Witness the ledgers of other cities: sign each checkpoint that goes on from the last (docs/ledger.md).",
    ),
    "words": LazyCommand(
        "moderation.words.commands:words", "The word list: words that are masked, held for screening or refused."
    ),
    "worker": LazyCommand("forum.roof.work:run_worker", "Run only the worker."),
}


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
    except UnicodeError:
        _give_up("what was typed is not text in UTF-8")
    except OSError as error:
        _give_up(str(error))
    except Exception as error:
        if sentence := _mistake(error):
            _give_up(sentence)
        raise


def _mistake(error: Exception) -> str | None:
    """What an error says of a user's mistake; None for any other error."""
    import peewee

    from boards.clocks.policy import PolicyError
    from forum.commands import terminal
    from forum.config import SettingsError
    from forum.problems import Problem
    from forum.store.schema import SchemaError

    match error:
        case Problem():
            return terminal.problem_line(error)
        case SettingsError() | PolicyError():
            return terminal.translate(error.message)
        case SchemaError():
            return str(error)
        case peewee.PeeweeException():
            return f"the database refuses: {error}"
    return None


def _give_up(sentence: str) -> None:
    """Print one line and exit with 2; the first line of a database driver's message says what is wrong."""
    click.echo(f"wenqu: {sentence.splitlines()[0]}", err=True)
    sys.exit(2)


@click.group(cls=LazyGroup, lazy=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def commands(context: click.Context) -> None:
    """Wenqu 问渠: the board on which a city answers its citizens in public."""
    from forum.commands.console import CommandContext

    context.obj = CommandContext(_load_city, _catch_up, _moderation, _store_of, _verify)


def _load_city(settings: "Settings") -> "City":
    from forum.app import load_city

    return load_city(settings)


def _catch_up(settings: "Settings") -> None:
    from forum.roof.work import catch_up

    catch_up(settings)


def _moderation() -> object:
    from forum.roof.old_forums import ByModeration

    return ByModeration()


def _store_of(settings: "Settings") -> "Store":
    from boards.files.storage import open_store

    return open_store(settings.files)


def _verify(settings: "Settings") -> int:
    from moderation.ledger.audit.command import verify_inside

    return verify_inside(settings)

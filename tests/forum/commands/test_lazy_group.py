"""The commands of `wenqu` are imported when they are run; help needs none of them."""

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from forum.cli import COMMANDS, commands
from forum.commands.lazy_group import LazyCommand, LazyGroup

ROOT = Path(__file__).parents[3]
HEAVY = {
    "flask", "peewee", "whoosh", "PIL", "cryptography", "openpyxl", "typst", "pypdf", "babel", "opencc", "rjieba", "nh3",
    "markdown_it", "bleach", "pydantic", "argon2", "zxcvbn", "boards", "moderation", "search", "multiprocessing",
}  # fmt: skip
MODULES_AFTER = """
import json, sys
try:
    from forum.cli import main
    main()
finally:
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


def modules_after(*words):
    """The modules that a process has loaded after a command, and what it printed."""
    run = subprocess.run(
        [sys.executable, "-c", MODULES_AFTER, *words], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(json.loads(run.stderr.splitlines()[-1])), run.stdout


def test_help_imports_nothing_of_the_program():
    modules, printed = modules_after("--help")
    assert "serve" in printed
    assert {module.partition(".")[0] for module in modules} & HEAVY == set()
    assert {module for module in modules if module.startswith("forum")} == {
        "forum", "forum.cli", "forum.commands", "forum.commands.lazy_group",
    }  # fmt: skip
    assert len(modules) < 300


def test_a_commands_help_leaves_the_other_commands_alone():
    modules, printed = modules_after("account", "--help")
    assert "grant" in printed
    assert modules & {"typst", "openpyxl", "whoosh", "pypdf", "PIL", "boards.demo", "forum.app"} == set()


def test_serving_loads_nothing_that_few_requests_need():
    loaded = "import sys, forum.roof.web; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "forum.app" in run.stdout.split()
    assert set(run.stdout.split()) & {"typst", "openpyxl", "pypdf", "zxcvbn"} == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_the_summary_of_a_command_is_what_the_command_says_of_itself(name):
    command = COMMANDS[name].load()
    assert COMMANDS[name].summary == command.get_short_help_str(limit=1000)
    assert command.name == name


def test_help_lists_every_command():
    listed = CliRunner().invoke(commands, ["--help"]).output
    assert all(name in listed for name in COMMANDS)


def test_a_command_is_imported_when_it_is_asked_for():
    group = LazyGroup("group", lazy={"far": LazyCommand("no.such.module:far", "Far away."), "init": COMMANDS["init"]})
    context = click.Context(group)
    assert "Far away." in group.get_help(context)
    assert group.get_command(context, "init") is group.get_command(context, "init") is COMMANDS["init"].load()
    assert group.get_command(context, "nothing") is None
    with pytest.raises(ModuleNotFoundError):
        group.get_command(context, "far")

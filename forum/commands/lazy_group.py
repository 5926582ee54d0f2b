"""A click group that imports a command's module when the command is run."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import click


@dataclass(frozen=True)
class LazyCommand:
    """Where a command is, as `module:attribute`, and the line that the group's help says of it."""

    target: str
    summary: str

    def load(self) -> click.Command:
        """Import the module; returns its command."""
        module, _, attribute = self.target.partition(":")
        found = getattr(import_module(module), attribute)
        assert isinstance(found, click.Command), self.target
        return found


class LazyGroup(click.Group):
    """`lazy` is {name: LazyCommand}. The group's own help imports none of them (click: lazily loading subcommands)."""

    def __init__(self, *args: Any, lazy: Mapping[str, LazyCommand], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in alphabetical order."""
        return sorted({*super().list_commands(ctx), *self.lazy})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported the first time; None without one of that name."""
        if cmd_name in self.lazy and cmd_name not in self.commands:
            self.commands[cmd_name] = self.lazy[cmd_name].load()
        return super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from their summaries."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, self._summary(name)) for name in self.list_commands(ctx)])

    def _summary(self, name: str) -> str:
        return self.lazy[name].summary if name in self.lazy else self.commands[name].get_short_help_str()

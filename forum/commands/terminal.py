"""What the command line says, in the language of the terminal: Chinese where the locale is Chinese, else English."""

import os
from collections.abc import Mapping

from forum.i18n.languages import SOURCE, in_language
from forum.messages import Message
from forum.problems import Invalid, Problem

VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def language(environ: Mapping[str, str] = os.environ) -> str:
    """The language of the terminal, from the locale's first variable that is set."""
    named = next((environ[name] for name in VARIABLES if environ.get(name)), "")
    return SOURCE if named.lower().startswith("zh") else "en"


def translate(message: Message) -> str:
    """A Message as a sentence for the terminal."""
    return in_language(message, language())


def problem_line(problem: Problem) -> str:
    """What a Problem says, on one line: every wrong field, else its detail."""
    if isinstance(problem, Invalid) and problem.errors:
        return "; ".join(f"{field}: {translate(message)}" for field, message in problem.errors.items())
    return translate(problem.detail)

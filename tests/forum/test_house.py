"""The house rules that a machine can see: what stands on which floor, and what looks up."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("forum", "boards", "moderation", "search")
ROOF = {"forum.app", "forum.cli", "forum.__main__"}
LONGEST = 300  # lines; the house asks for about 250

PURE = {
    "forum.clock", "forum.commitments", "forum.messages", "forum.names", "forum.problems", "forum.roles", "forum.text",
    "forum.secret_key", "forum.config", "forum.shown", "forum.personal", "forum.folding", "forum.reasons", "forum.sanctions",
    "boards.access", "boards.answer_pages", "boards.calendar", "boards.deadlines", "boards.difference", "boards.dispositions", "boards.explanations", "boards.floors",
    "boards.holidays", "boards.office_pages", "boards.pages", "boards.post_pages", "boards.tools", "boards.placeholders", "boards.policy", "boards.policy_table", "boards.rates", "boards.second_look", "boards.status", "boards.vagueness", "boards.withheld", "boards.words", "boards.writing_pages",
    "moderation.orders.rules", "moderation.orders.pages", "moderation.covering.pages", "boards.seal_pages", "moderation.ledger.tree", "moderation.ledger.tiles", "moderation.ledger.notes",
    "moderation.ledger.audit.coverings", "moderation.ledger.audit.findings", "moderation.ledger.audit.leaves", "moderation.ledger.audit.records", "moderation.ledger.audit.regrown",
    "search.terms", "search.language", "search.likeness", "search.passages", "search.pages", "search.closeness", "search.finding", "search.repeats", "search.whereabouts", "search.engines.base",
    "search.engines.postgres_rows", "search.engines.postgres_query", "search.engines.postgres_statements",
}  # fmt: skip
# What a pure file needs beyond the standard library: tables of characters, dates and holidays, an automaton, the form of JSON and Ed25519, no framework.
TABLES = {"ahocorasick", "rfc8785", "cryptography", "opencc", "rjieba", "babel", "chinese_calendar", "holidays"}


def name_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def sources():
    return {name_of(path): path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts}


SOURCES = sources()


def imports(name):
    """(modules imported when the file is loaded, modules imported later inside functions), all by full name."""
    tree = ast.parse(SOURCES[name].read_text(encoding="utf-8"))
    inside = {id(node) for each in ast.walk(tree) if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)) for node in ast.walk(each)}
    at_load, later = set(), set()
    for node in ast.walk(tree):
        (later if id(node) in inside else at_load).update(named_by(node))
    return at_load, later


def named_by(node):
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    if not isinstance(node, ast.ImportFrom):
        return set()
    assert node.level == 0, "imports name the whole path"
    return {f"{node.module}.{alias.name}" if f"{node.module}.{alias.name}" in SOURCES else node.module for alias in node.names}


IMPORTS = {name: imports(name) for name in SOURCES}


def everything_imported(name):
    at_load, later = IMPORTS[name]
    return at_load | later


def package_of(module):
    return module.split(".")[0]


@pytest.mark.parametrize("name", sorted(PURE))
def test_a_pure_file_loads_the_standard_library_tables_and_pure_files_only(name):
    seen, waiting = set(), [name]
    while waiting:
        module = waiting.pop()
        seen.add(module)
        waiting += [other for other in everything_imported(module) if other in SOURCES and other not in seen]
    outside = {package_of(other) for module in seen for other in everything_imported(module)} - set(PACKAGES)
    assert outside <= sys.stdlib_module_names | TABLES


LOOKS_UP = {
    "forum": {"boards", "moderation", "search"},
    "boards": {"moderation", "search"},
    "moderation": {"search"},
    "search": {"moderation"},
}


@pytest.mark.parametrize("name", sorted(set(SOURCES) - ROOF))
def test_nothing_below_the_roof_looks_up(name):
    assert not {package_of(module) for module in everything_imported(name)} & LOOKS_UP[package_of(name)]


def test_only_the_roof_is_allowed_to_look_up_and_it_does():
    assert ROOF <= set(SOURCES)
    assert {package_of(module) for module in everything_imported("forum.app")} >= {"boards", "moderation"}


def test_nobody_below_imports_the_roof():
    assert not [name for name in set(SOURCES) - ROOF if everything_imported(name) & ROOF]


def test_imports_run_in_no_circle():
    waiting = {name: {module for module in everything_imported(name) if module in SOURCES} - {name} for name in SOURCES}
    while free := [name for name, needs in waiting.items() if not needs]:
        for name in free:
            del waiting[name]
        for needs in waiting.values():
            needs.difference_update(free)
    assert waiting == {}


@pytest.mark.parametrize(("kind", "above"), [("queries", {"views"}), ("actions", {"views"}), ("models", {"actions", "views", "queries"})])
def test_nothing_looks_up_inside_a_package(kind, above):
    for name in SOURCES:
        if kind in name.split(".")[1:]:
            assert not [module for module in everything_imported(name) if above & set(module.split(".")) and module in SOURCES], name


# These read what was written: the place that shows it, and those that put it on record, bind it to the log, cover or audit it.
READS_WHAT_WAS_WRITTEN = {
    "boards.queries.shown", "boards.queries.openings", "boards.actions.posts", "boards.covering",
    "moderation.ledger.audit.rows", "moderation.ledger.audit.records",
    "moderation.ledger.audit.coverings", "moderation.ledger.audit.opened", "moderation.ledger.audit.stretches",
}
WRITTEN = {"Revision": {"text", "html"}, "Thread": {"title"}}


def aliases(tree, model):
    """The names under which a file knows `model`: its own, and those of `model.alias(...)`."""
    made = (node for node in ast.walk(tree) if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call))
    called = {each.targets[0].id: each.value.func for each in made if isinstance(each.targets[0], ast.Name)}
    return {model} | {name for name, func in called.items() if ast.unparse(func) == f"{model}.alias"}


def takes_what_was_written(node, names, columns):
    if isinstance(node, ast.Attribute):
        return node.attr in columns and ast.unparse(node.value) in names
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) in names):
        return False
    return node.func.attr in ("get", "get_by_id", "get_or_none") or (node.func.attr == "select" and not node.args)


@pytest.mark.parametrize("model", sorted(WRITTEN))
def test_what_is_shown_of_a_text_is_decided_in_one_place(model):
    """Only a whole Thread may be taken: what shows its title is boards.queries.shown.title_of."""
    for name in sorted(set(SOURCES) - READS_WHAT_WAS_WRITTEN):
        tree = ast.parse(SOURCES[name].read_text(encoding="utf-8"))
        names = aliases(tree, model) | ({"thread", "post.thread"} if model == "Thread" else {"revision"})
        nodes = [node for node in ast.walk(tree) if model == "Revision" or isinstance(node, ast.Attribute)]
        assert not [ast.unparse(node) for node in nodes if takes_what_was_written(node, names, WRITTEN[model])], name


@pytest.mark.parametrize("word", ["utils", "util", "helpers", "helper", "misc", "common"])
def test_no_file_is_a_dumping_ground(word):
    assert not [name for name in SOURCES if word in name.split(".")[-1].split("_")]


def test_no_module_is_named_like_a_library_it_could_hide():
    assert not set(PACKAGES) & (sys.stdlib_module_names | {"flask", "peewee", "bleach", "whoosh"})


def test_files_stay_short():
    lines = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in SOURCES.items()}
    assert {name: count for name, count in lines.items() if count > LONGEST} == {}


def test_the_top_level_is_the_owners():
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and (path / "__init__.py").exists()}
    assert folders == {*PACKAGES, "templates"}
    assert (ROOT / "forum" / "__init__.py").read_text(encoding="utf-8") == ""
    assert not list((ROOT / "tests").rglob("__init__.py"))

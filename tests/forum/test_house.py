"""The layout's rules: which package imports which, pure files, rooms, and lengths of files."""

import ast
import sys
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("forum", "boards", "moderation", "search")
LONGEST = 300  # lines; the house asks for about 250
MOST_FILES = 17  # in a room; the house asks for about 15

# What a pure file needs beyond the standard library: the reader of workbooks, tables of characters, dates and holidays, an automaton, the form of JSON and Ed25519, no framework.
TABLES = {
    "ahocorasick",
    "rfc8785",
    "cryptography",
    "opencc",
    "rjieba",
    "babel",
    "chinese_calendar",
    "holidays",
    "openpyxl",
}


def name_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def sources():
    return {
        name_of(path): path
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if "migrations" not in path.parts
    }


SOURCES = sources()
ROOF = {"forum.app", "forum.cli", "forum.__main__", *(name for name in SOURCES if name.startswith("forum.roof"))}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in SOURCES.items()}


def strictly_annotated():
    """The patterns of names in mypy.toml for which every function must be annotated: those of the pure files."""
    overrides = tomllib.loads((ROOT / "mypy.toml").read_text(encoding="utf-8"))["tool"]["mypy"]["overrides"]
    return [
        pattern for override in overrides if override.get("disallow_untyped_defs") for pattern in override["module"]
    ]


PURE = {name for name in SOURCES for pattern in strictly_annotated() if fnmatchcase(name, pattern)}


def imports(name):
    """The modules that a file imports, when it is loaded or later inside a function, by full name."""
    return {module for node in ast.walk(TREES[name]) for module in named_by(node)}


def named_by(node):
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    if not isinstance(node, ast.ImportFrom):
        return set()
    assert node.level == 0, "imports name the whole path"
    return {
        f"{node.module}.{alias.name}" if f"{node.module}.{alias.name}" in SOURCES else node.module
        for alias in node.names
    }


IMPORTS = {name: imports(name) for name in SOURCES}


def package_of(module):
    return module.split(".")[0]


def test_every_pure_file_that_is_named_is_there():
    assert not [pattern for pattern in strictly_annotated() if not any(fnmatchcase(name, pattern) for name in SOURCES)]


def test_a_pure_file_loads_the_standard_library_tables_and_pure_files_only():
    allowed = sys.stdlib_module_names | TABLES | set(PACKAGES)
    assert {name: outside for name in PURE if (outside := packages_behind(name) - allowed)} == {}


def packages_behind(name):
    """The packages of everything that a file imports, itself or through our other files."""
    seen, waiting = set(), [name]
    while waiting:
        module = waiting.pop()
        seen.add(module)
        waiting += [other for other in IMPORTS[module] if other in SOURCES and other not in seen]
    return {package_of(other) for module in seen for other in IMPORTS[module]}


LOOKS_UP = {
    "forum": {"boards", "moderation", "search"},
    "boards": {"moderation", "search"},
    "moderation": {"search"},
    "search": {"moderation"},
}


def test_nothing_below_the_roof_looks_up():
    looks_up = {
        name: {package_of(module) for module in IMPORTS[name]} & LOOKS_UP[package_of(name)]
        for name in set(SOURCES) - ROOF
    }
    assert {name: above for name, above in looks_up.items() if above} == {}


def test_the_tests_of_boards_need_nothing_above_it():
    trees = {
        path: ast.parse(path.read_text(encoding="utf-8"))
        for part in ("boards", "stage")
        for path in (ROOT / "tests" / part).rglob("*.py")
    }
    needed = {
        path.name: {package_of(module) for node in ast.walk(tree) for module in named_by(node)}
        for path, tree in trees.items()
    }
    assert {name for name, packages in needed.items() if packages & LOOKS_UP["boards"]} == set()


def test_only_the_roof_is_allowed_to_look_up_and_it_does():
    assert set(SOURCES) >= ROOF
    assert {package_of(module) for module in IMPORTS["forum.app"]} >= {"boards", "moderation"}


def test_nobody_below_imports_the_roof():
    assert not [name for name in set(SOURCES) - ROOF if IMPORTS[name] & ROOF]


def without_the_free(needs):
    """What is left when everything whose needs are met is taken away, again and again: the circles."""
    needs = {name: set(others) for name, others in needs.items()}
    while free := [name for name, others in needs.items() if not others & set(needs)]:
        for name in free:
            del needs[name]
    return needs


def test_imports_run_in_no_circle():
    assert (
        without_the_free({name: {module for module in IMPORTS[name] if module in SOURCES} - {name} for name in SOURCES})
        == {}
    )


def room_of(name):
    """The folder in which a module lives; a package's own code counts to the package."""
    return name if SOURCES[name].name == "__init__.py" else name.rpartition(".")[0]


def between_rooms():
    """{room: rooms that it imports}; the roof, which puts all together, is left out."""
    found = {}
    for name in set(SOURCES) - ROOF:
        others = {room_of(module) for module in IMPORTS[name] if module in SOURCES} - {room_of(name)}
        found.setdefault(room_of(name), set()).update(others)
    return found


def test_imports_between_rooms_run_in_no_circle():
    assert without_the_free(between_rooms()) == {}


def test_a_circle_between_rooms_would_be_found():
    assert set(without_the_free({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()})) == {"a", "b", "c"}


ROOMS = sorted({path.parent for path in SOURCES.values()} - {ROOT / "forum"})


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: str(room.relative_to(ROOT)))
def test_a_room_says_what_lives_there(room):
    text = ast.get_docstring(TREES[name_of(room / "__init__.py")])
    assert text and len(text.splitlines()) == 3


@pytest.mark.parametrize("room", [ROOT / "forum", *ROOMS], ids=lambda room: str(room.relative_to(ROOT)))
def test_a_room_is_no_heap(room):
    assert len([path for path in room.glob("*.py") if path.name != "__init__.py"]) <= MOST_FILES


def test_the_tests_mirror_the_rooms():
    folders = {path.parent.relative_to(ROOT / "tests") for path in (ROOT / "tests").rglob("test_*.py")}
    beside = {Path("."), Path("browser")}
    assert [folder for folder in sorted(folders - beside) if not (ROOT / folder).is_dir()] == []


@pytest.mark.parametrize(
    ("kind", "above"), [("queries", {"views"}), ("actions", {"views"}), ("models", {"actions", "views", "queries"})]
)
def test_nothing_looks_up_inside_a_package(kind, above):
    for name in SOURCES:
        if kind in name.split(".")[1:]:
            assert not [module for module in IMPORTS[name] if above & set(module.split(".")) and module in SOURCES], (
                name
            )


# These read what was written: the place that shows it, and those that put it on record, bind it to the log, cover or audit it.
READS_WHAT_WAS_WRITTEN = {
    "boards.imports.imported_before",  # compares a file with what was imported from it
    "boards.queries.parts.shown",
    "boards.queries.thread.openings",
    "boards.actions.posts.posts",
    "boards.queries.parts.covering",
    "moderation.ledger.audit.inside.rows",
    "moderation.ledger.audit.checks.records",
    "moderation.ledger.audit.checks.coverings",
    "moderation.ledger.audit.openings",
    "moderation.ledger.audit.inside.batches",
}
WRITTEN = {"Revision": {"text", "html"}, "Thread": {"title"}}


def aliases(tree, model):
    """The names under which a file knows `model`: its own, and those of `model.alias(...)`."""
    made = (node for node in ast.walk(tree) if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call))
    called = {each.targets[0].id: each.value.func for each in made if isinstance(each.targets[0], ast.Name)}
    aliased = {
        name: func.value for name, func in called.items() if isinstance(func, ast.Attribute) and func.attr == "alias"
    }
    return {model} | {name for name, of in aliased.items() if ast.unparse(of) == model}


def takes_what_was_written(node, names, columns):
    if isinstance(node, ast.Attribute):
        return node.attr in columns and ast.unparse(node.value) in names
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    whole = node.func.attr in ("get", "get_by_id", "get_or_none") or (node.func.attr == "select" and not node.args)
    return whole and ast.unparse(node.func.value) in names


@pytest.mark.parametrize("model", sorted(WRITTEN))
def test_what_is_shown_of_a_text_is_decided_in_one_place(model):
    """Only a whole Thread may be taken: what shows its title is boards.queries.parts.shown.shown_title_of."""
    for name in sorted(set(SOURCES) - READS_WHAT_WAS_WRITTEN):
        tree = TREES[name]
        names = aliases(tree, model) | ({"thread", "post.thread"} if model == "Thread" else {"revision"})
        nodes = [node for node in ast.walk(tree) if model == "Revision" or isinstance(node, ast.Attribute)]
        assert not [ast.unparse(node) for node in nodes if takes_what_was_written(node, names, WRITTEN[model])], name


# What reads an author's name without boards.queries.parts.people: these write it, bind it to the log, or act for the author.
READS_AUTHORS = {
    "boards.models.threads",
    "boards.queries.parts.people",
    "boards.queries.thread.thread_page",  # makes the row that people.author takes
    "boards.rules.on_behalf",
    "moderation.tools.placing",
    "moderation.tools.splitting",
}


def test_an_authors_name_is_read_only_where_it_is_known_whether_it_may_be_shown():
    for name in sorted(set(SOURCES) - READS_AUTHORS):
        read = [node for node in ast.walk(TREES[name]) if isinstance(node, ast.Attribute)]
        assert not [ast.unparse(node) for node in read if node.attr == "author_name"], name


# What reads the names of accounts: pages of officials by name, of the log of deeds, and of sanctions, which pass through people.name_of.
READS_ACCOUNTS = {
    "boards.queries.lists.offices",  # the spokesperson who wrote a version of the working rules
    "boards.actions.steps.transitions",
    "boards.channels.hotline.queries",
    "boards.export.records",  # the holder's own
    "boards.imports.people",
    "boards.mentions.queries",  # of accounts with something public under the name
    "boards.mentions.reader",  # to find these by
    "boards.profiles.queries",  # of accounts with something public under the name
    "forum.personal.closing",
    "forum.personal.names",
    "boards.queries.lists.department",
    "boards.queries.lists.departments",
    "boards.queries.office.answering",
    "boards.queries.office.desk",
    "boards.queries.parts.hotline_account",
    "boards.queries.thread.timeline",
    "moderation.administration.queries",
    "moderation.orders.actions",
    "moderation.orders.queries",
    "moderation.sanctions.queries",
    "moderation.supervision.rows",
    "moderation.words.queries",
    "search.concealed.reasons",
}


def test_names_of_accounts_are_read_by_listed_files_only():
    reading = {
        name
        for name in SOURCES
        for node in ast.walk(TREES[name])
        if isinstance(node, ast.Attribute)
        and node.attr == "display_name"
        and ast.unparse(node.value) not in ("body", "form")
    }
    assert {name for name in reading if not name.startswith("forum.accounts")} == READS_ACCOUNTS


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

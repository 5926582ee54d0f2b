"""What is installed from a wheel is the whole program: it starts and shows its pages far from a checkout."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("forum", "boards", "moderation", "search", "templates")
BELONGS = {
    "forum": ("*.py", "locale/*.po"),
    "boards": ("*.py", "*.toml"),
    "moderation": ("*.py", "*.toml"),
    "search": ("*.py", "*.toml"),
    "templates": ("*",),
}


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    """A wheel built from a copy of the sources, so that nothing of an older build is in it."""
    source, out = tmp_path_factory.mktemp("source") / "wenqu", tmp_path_factory.mktemp("wheel")
    source.mkdir()
    for package in PACKAGES:
        shutil.copytree(ROOT / package, source / package, ignore=shutil.ignore_patterns("__pycache__"))
    for path in ROOT.iterdir():
        if path.is_file():
            shutil.copy(path, source)
    pip = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--disable-pip-version-check",
    ]
    subprocess.run([*pip, "--wheel-dir", out, source], check=True, timeout=300)
    return next(out.glob("wenqu-*.whl"))


@pytest.fixture(scope="session")
def installed(wheel, tmp_path_factory):
    """A folder in which the wheel alone is unpacked, as an installer does."""
    folder = tmp_path_factory.mktemp("installed")
    with ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def belonging():
    """Every file of the packages that the program needs."""
    for package, patterns in BELONGS.items():
        for pattern in patterns:
            for path in (ROOT / package).rglob(pattern):
                if path.is_file() and "__pycache__" not in path.parts:
                    yield path.relative_to(ROOT).as_posix()


def test_every_file_of_the_packages_is_in_the_wheel(wheel):
    with ZipFile(wheel) as archive:
        there = set(archive.namelist())
    needed = set(belonging())
    assert {"forum/migrations/0001_first_tables.py", "forum/locale/en.po", "templates/static/wenqu.css"} <= needed
    assert needed - there == set()


def test_the_wheel_holds_neither_tests_nor_anything_outside_the_packages(wheel):
    with ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)


PAGE = """
import forum, os
from forum.app import create_app
from forum.config import from_environ
assert forum.__path__[0].startswith(os.environ["HERE"]), forum.__path__
browser = create_app(from_environ(os.environ)).test_client()
for path in ("/", "/login", "/about", "/no-such-page"):
    print(browser.get(path, headers={"Accept-Language": "en"}).status_code)
with browser.get("/static/wenqu.css") as answer:
    print(answer.status_code)
"""


def run(installed, folder, *words):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WENQU_")}
    environment = kept | {"PYTHONPATH": str(installed), "HERE": str(installed), "WENQU_DATA": str(folder / "data")}
    return subprocess.run(
        [sys.executable, "-P", *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_installed_program_sets_up_a_city_and_shows_its_pages(installed, tmp_path):
    entry_points = next(installed.glob("*.dist-info/entry_points.txt")).read_text(encoding="utf-8")
    assert "wenqu = forum.cli:main" in entry_points
    assert "Usage" in run(installed, tmp_path, "-m", "forum", "--help").stdout
    init = run(installed, tmp_path, "-m", "forum", "init")
    assert "applied" in init.stdout, init.stderr
    pages = run(installed, tmp_path, "-c", PAGE)
    assert pages.stdout.split() == ["200", "200", "200", "404", "200"], pages.stderr

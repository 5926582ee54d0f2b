"""The list of `wenqu check`: for each line what it takes, judged without a database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from boards.installation.checks import Facts, State, run_checks
from boards.rules.status import Section
from forum.config import from_environ
from forum.operations.readiness import Disk
from forum.operations.verification import Verification
from forum.roles import Role

GOOD = {
    "WENQU_URL": "https://ask.example.gov.cn",
    "WENQU_TRUSTED_PROXIES": "1",
    "WENQU_MAIL": "smtp://mail.example?from=ask@example.gov.cn",
}
SITE = 'city = "清源市"\nhost = "市政府办公室"\nicp = "浙ICP备12345678号"\nphone = "0570-1234567"\n'
WITNESS = "witness.example+a3e00fe2+BNm7bdNnVVLPfxlfOmvsSNeYDz3SWt4kFFR+mb8yF9+v"
NOW = datetime(2026, 11, 30, tzinfo=UTC)


@pytest.fixture
def ready(tmp_path):
    (tmp_path / "site.toml").write_text(SITE, encoding="utf-8")
    environ = {
        **GOOD,
        "WENQU_DATA": str(tmp_path),
        "WENQU_SITE": str(tmp_path / "site.toml"),
        "WENQU_LEDGER_WITNESSES": WITNESS,
    }
    return Facts(
        settings=from_environ(environ),
        departments=12,
        silent=[],
        sections=frozenset(each.value for each in Section),
        holders={role.value: 2 for role in Role},
        unprotected=[],
        demo=[],
        year=2026,
        known_years=frozenset({2026, 2027}),
        backup_age=timedelta(hours=20),
        verified=Verification(NOW, 0),
        disk=Disk(2**40, 2**41, writable=True),
        data_private=True,
        memory_apart=True,
    )


def test_all_of_it_can_be_done(ready):
    assert [each for each in run_checks(ready) if each.state is not State.DONE] == []


@pytest.mark.parametrize(
    ("lacks", "state"),
    [
        ({"departments": 0}, State.MISSING),
        ({"silent": ["住建局"]}, State.MISSING),
        ({"sections": frozenset({"department", "press", "announcement"})}, State.ADVICE),
        ({"holders": {role.value: 2 for role in Role} | {"administrator": 1}}, State.MISSING),
        ({"holders": {role.value: 2 for role in Role} | {"moderator": 0}}, State.MISSING),
        ({"unprotected": ["wangmin"]}, State.ADVICE),
        ({"demo": ["banzhu"]}, State.MISSING),
        ({"known_years": frozenset({2027})}, State.MISSING),
        ({"known_years": frozenset({2026})}, State.ADVICE),
        ({"backup_age": None}, State.MISSING),
        ({"backup_age": timedelta(days=3)}, State.MISSING),
        ({"verified": None}, State.ADVICE),
        ({"verified": Verification(NOW, 2)}, State.MISSING),
        ({"disk": Disk(2**20, 2**41, writable=True)}, State.MISSING),
        ({"disk": Disk(2**40, 2**41, writable=False)}, State.MISSING),
        ({"data_private": False}, State.MISSING),
        ({"memory_apart": False}, State.ADVICE),
    ],
)
def test_what_lacks_is_told_in_one_line(ready, lacks, state):
    told = [each for each in run_checks(replace(ready, **lacks)) if each.state is not State.DONE]
    assert [each.state for each in told] == [state]
    assert told[0].told


@pytest.mark.parametrize(
    ("settings", "states"),
    [
        ({"url": "http://ask.example.gov.cn"}, [State.MISSING]),
        ({"url": "https://localhost:8000"}, [State.MISSING]),
        ({"trusted_proxies": 0}, [State.MISSING]),
        ({"mail": None}, [State.ADVICE]),
        ({"second_factor_required": False}, [State.MISSING]),
        ({"rate_limits": False}, [State.MISSING]),
        ({"ledger_witnesses": ()}, [State.ADVICE]),
    ],
)
def test_so_is_a_setting(ready, settings, states):
    changed = replace(ready, settings=replace(ready.settings, **settings))
    assert [each.state for each in run_checks(changed) if each.state is not State.DONE] == states


def test_a_site_without_a_name_and_filings(ready):
    bare = replace(ready.settings, site=replace(ready.settings.site, city="", icp=""))
    told = [each for each in run_checks(replace(ready, settings=bare)) if each.told]
    assert [(each.state, str(each.told)[-5:]) for each in told] == [
        (State.MISSING, '市名称"。'),
        (State.ADVICE, "：icp。"),
    ]


def test_many_names_are_not_all_told(ready):
    silent = [f"第{n}局" for n in range(20)]
    told = next(each for each in run_checks(replace(ready, silent=silent)) if each.told)
    assert str(told.told) == "20 个部门还没有网络发言人：第0局、第1局、第2局、第3局、第4局……。"

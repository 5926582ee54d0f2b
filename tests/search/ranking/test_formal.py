"""How a complaint is put counts for nothing: what it is about comes first."""

import pytest

from boards.actions.posts.threads import ask

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
LIGHTS = ("水亭街东段路灯一排不亮", "水亭街这一段，北侧连着七八盏路灯都不亮，报过一次，至今没动静。")
OUTAGE = ("白云社区这边刚刚又停电了", "白云大道以东这一片现在全黑。路灯也灭了。微信报修没人应，谁知道什么原因？")


@pytest.mark.parametrize("q", ["路灯坏了没人修", "路灯坏了没人管", "路灯坏了无人问津"])
def test_nobody_mends_it_is_no_subject(found, places, cast, rules, now, q):
    lights, _ = [
        ask(places.housing_board, actor=cast.asker, now=now, city=rules, title=title, text=text, kind="complaint").id
        for title, text in (LIGHTS, OUTAGE)
    ]
    assert found(q)["items"][0]["thread"] == lights

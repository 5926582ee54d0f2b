"""No member is sent the token of another's forms, wherever on a shared page a form stands."""

import re

import pytest

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
PATHS = ("/", "/boards/zhujian", "/departments/zhujian", "/ask", "/my", "/account")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_each_member_is_sent_tokens_of_their_own_session_only(question, cast, client_of):
    sent = {}
    for actor in (cast.asker, cast.neighbour, cast.moderator):
        client = client_of(actor)
        pages = [client.get(path).text for path in (*PATHS, f"/threads/{question.id}") for _ in range(2)]
        sent[actor.username] = {token.split(".")[0] for page in pages for token in TOKEN.findall(page)}
    assert {name: len(sessions) for name, sessions in sent.items()} == {"asker": 1, "neighbour": 1, "moderator": 1}
    assert len(set.union(*sent.values())) == 3

"""The files of a sealed post are given to nobody, however they are asked for."""

from dataclasses import replace

import pytest
from stage_pictures import picture

from boards.actions.posts.posts import reply
from boards.actions.steps.recording import citizen_draft
from boards.files.actions import take
from boards.files.attachments import attachment_of
from boards.files.models import PostFile
from boards.files.storage import open_store

EVERYBODY = ("guest", "asker", "neighbour", "spokesperson", "moderator", "supervisor", "administrator")


@pytest.mark.parametrize("asked", [{}, {"method": "HEAD"}, {"headers": {"Range": "bytes=0-9"}}], ids=str)
def test_a_sealed_post_s_picture_is_given_to_nobody(thread, sealed, settings, client_of, cast, rules, now, asked):
    store = open_store(settings.files)
    upload = take(picture(), "a.jpg", actor=cast.asker, now=now, store=store)
    draft = replace(citizen_draft("看图"), files=(attachment_of(upload, "坑"),))
    post = reply(thread, actor=cast.asker, now=now, city=rules, text=draft)
    file = PostFile.get()
    names = [f"/files/{file.id}/{file.sha256[:12]}{side}.webp" for side in ("", "-240", "-480")]
    assert client_of(cast.guest).get(names[0]).status_code == 200
    sealed(post)
    for who in EVERYBODY:
        for name in names:
            answer = client_of(getattr(cast, who)).open(name, **asked)
            assert answer.status_code == 404 and b"WEBP" not in answer.data and "ETag" not in answer.headers

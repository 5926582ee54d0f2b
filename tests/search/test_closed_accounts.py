"""Who closed his account is found by his name no longer; what he wrote is."""

from boards.mine.closing import AccountCloser
from forum.personal.closing import GRACE, ask_to_close
from search.reader import SearchReader


def test_a_closed_account_is_found_by_its_name_no_longer(app, cast, see, question, clock):
    reader = SearchReader(app.extensions["wenqu"].engine)
    reader.catch_up(clock.now())
    assert question.title in see(cast.guest, "/search?q=author:三衢路的小陈")
    ask_to_close(cast.asker, now=clock.now())
    AccountCloser().work(clock.advance(GRACE))
    reader.catch_up(clock.now())
    assert f"/threads/{question.id}" not in see(cast.guest, "/search?q=author:三衢路的小陈")
    assert "已注销网友" in see(cast.guest, "/search?q=红绿灯")

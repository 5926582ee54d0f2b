"""Twenty people who post at the same moment: each waits for a turn, and nobody is sent away."""

from concurrent.futures import ThreadPoolExecutor

from boards.models.threads import Post
from forum.store import db

PEOPLE, EACH = 20, 5


def test_twenty_writers_at_once_are_all_answered(api_of, cast, question):
    callers = [api_of(cast.asker) for _ in range(PEOPLE)]
    db.database.close()

    def write(number):
        sent = ({"text": f"第{number}人的第{n}句话。"} for n in range(EACH))
        return [callers[number].post(f"/threads/{question.id}/posts", json=each).status_code for each in sent]

    with ThreadPoolExecutor(PEOPLE) as pool:
        answers = [status for statuses in pool.map(write, range(PEOPLE)) for status in statuses]
    db.database.connect(reuse_if_open=True)
    assert answers == [201] * PEOPLE * EACH
    floors = [floor for (floor,) in Post.select(Post.floor).where(Post.thread == question).tuples()]
    assert sorted(floors) == list(range(1, PEOPLE * EACH + 2))

"""What the readers of the log keep of the posts: the boards' own counts, tallies and figures."""

from city.plan import GREAT
from city.sql import local_day, minutes, run

from boards.models.threads import Board, Thread
from boards.readers import figures_rebuild
from boards.readers.figures import add_to_minutes, add_to_periods
from boards.rules.figures.measures import BITS, Measure
from boards.rules.status import BAD_GRADES, OPEN
from forum.commands.progress import progress
from forum.store import db


def boards():
    """Counts and the last thread of each board, and the tallies of its days."""
    run("""UPDATE board SET threads = (SELECT COUNT(*) FROM thread WHERE board_id = board.id AND public = TRUE),
        posts = (SELECT COALESCE(SUM(floors), 0) FROM thread WHERE board_id = board.id AND public = TRUE)""")
    for board in Board.select():
        last = Thread.select().where(Thread.board == board, Thread.public == True).order_by(Thread.last_at.desc())  # noqa: E712
        if newest := last.first():
            Board.update(last_thread_id=newest.id, last_at=newest.last_at, last_name=newest.last_name).where(
                Board.id == board
            ).execute()
    run(f"""INSERT INTO tally (board_id, day, threads, posts)
        SELECT board_id, {local_day("post.created_at")}, SUM(CASE WHEN floor = 1 THEN 1 ELSE 0 END), COUNT(*)
        FROM thread JOIN post ON post.thread_id = thread.id WHERE thread.id <> {GREAT} GROUP BY 1, 2""")
    run(f"""INSERT INTO tally (board_id, day, threads, posts)
        SELECT board_id, {local_day("post.created_at")}, SUM(CASE WHEN floor = 1 THEN 1 ELSE 0 END), COUNT(*)
        FROM thread JOIN post ON post.thread_id = thread.id WHERE thread.id = {GREAT} GROUP BY 1, 2
        ON CONFLICT (board_id, day) DO UPDATE SET threads = tally.threads + excluded.threads, posts = tally.posts + excluded.posts""")


def cases():
    """What each case adds to the figures of the city and of its department."""
    for whose in ("0", "t.department_id"):
        run(f"""INSERT INTO case_figures (thread, department, category, day, kind, channel, measures, accept_minutes, answer_minutes,
                open_until, accept_until, answer_until)
            SELECT t.id, {whose}, b.category, {local_day("t.created_at")}, t.kind, t.channel, {_bits()},
                CASE WHEN a.met_at IS NOT NULL THEN {minutes("t.created_at", "a.met_at")} END,
                CASE WHEN r.met_at IS NOT NULL THEN {minutes("t.created_at", "r.met_at")} END,
                CASE WHEN {_is_open()} THEN t.next_due_at END, CASE WHEN a.outcome IS NULL THEN a.due_at END,
                CASE WHEN r.outcome IS NULL THEN r.due_at END
            FROM thread AS t JOIN bench_board AS b ON b.board_id = t.board_id
            LEFT JOIN clock AS a ON a.thread_id = t.id AND a.kind = 'accept' LEFT JOIN clock AS r ON r.thread_id = t.id AND r.kind = 'answer'
            LEFT JOIN rating AS g ON g.thread_id = t.id WHERE t.disposition IS NOT NULL""")  # fmt: skip


def _is_open():
    return f"(t.disposition = 'forwarded' AND t.status IN ({', '.join(repr(str(status.value)) for status in OPEN)}))"


def _bits():
    bit = {measure: BITS[measure] for measure in Measure}
    clock = "CASE {0}.outcome WHEN 'met' THEN {1} WHEN 'missed' THEN {2} ELSE 0 END"
    due, kept = bit[Measure.ACCEPT_DUE], bit[Measure.ACCEPTED_ON_TIME]
    answer_due, answered = bit[Measure.ANSWER_DUE], bit[Measure.ANSWERED_ON_TIME]
    bad = ", ".join(str(grade) for grade in BAD_GRADES)
    return f"""{bit[Measure.RECEIVED]} + CASE t.disposition WHEN 'forwarded' THEN {bit[Measure.FORWARDED]}
            WHEN 'declined' THEN {bit[Measure.DECLINED]} ELSE {bit[Measure.DUPLICATE]} END
        + CASE WHEN t.disposition <> 'forwarded' THEN 0 WHEN {_is_open()} THEN {bit[Measure.OPEN]} ELSE {bit[Measure.ANSWERED]} END
        + CASE WHEN t.status = 'following-up' AND t.floors > 1 THEN {bit[Measure.FOLLOWED_UP]} ELSE 0 END
        + {clock.format("a", due + kept, due)} + {clock.format("r", answer_due + answered, answer_due)}
        + CASE WHEN g.grade IS NULL THEN 0 ELSE {bit[Measure.RATED]} END
        + CASE WHEN g.grade IS NULL OR g.grade IN ({bad}) THEN 0 ELSE {bit[Measure.SATISFIED]} END
        + CASE WHEN g.solved IS NULL THEN 0 ELSE {bit[Measure.ASKED_SOLVED]} END
        + CASE WHEN g.solved THEN {bit[Measure.SOLVED]} ELSE 0 END"""


def figures():
    """The sums of months and years, as the program's own rebuild reckons them."""
    for period in progress(figures_rebuild._periods(), "months and years"):
        with db.write():
            add_to_periods(figures_rebuild._wrong_cells(period))
            add_to_minutes(figures_rebuild._wrong_minutes(period))

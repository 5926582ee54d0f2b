"""Threads, posts, their texts, clocks, ratings and supports, written a span of threads at a time."""

from city.plan import GREAT, SIZES, floors
from city.sql import draw, instant, key, later, many, run, series, step
from city.structure import POOL

KINDS = "CASE {} WHEN 0 THEN 'complaint' WHEN 1 THEN 'suggestion' ELSE 'consultation' END"
CHANNELS = "CASE {} WHEN 0 THEN 'hotline' WHEN 1 THEN 'api' ELSE 'web' END"
NEWLINE = "'\n'"
EXPLAINED = """'[{"code":"plus_calendar_days","values":{"n":3}}]'"""


def prepare():
    many("INSERT INTO bench_floor VALUES (?, ?, ?)", floors())


def threads(plan, netizens, first, last):
    """Write the threads from `first` to `last`, with what hangs on each except its posts."""
    n = "series.n"
    board = f"CASE WHEN {n} = {GREAT} OR {draw(n, 1, 2)} = 0 THEN 0 ELSE 1 + {draw(n, 2, 199)} END"
    sizes = f"(SELECT COUNT(*) FROM bench_floor WHERE slot = ({n} - 2) % {len(SIZES)})"
    posts = f"(CASE WHEN {n} = {GREAT} THEN {plan.great} ELSE {sizes} END)"
    seconds = f"({n} * {plan.apart} / 1000)"
    made = f"""SELECT {n} AS n, bench_board.*, account.id AS account, account.display_name AS name, bench_title.text AS title,
            {posts} AS posts, {instant(seconds)} AS at,
            {instant(f"{seconds} + ({posts} - 1) * {_pause(n, plan)}")} AS last_at, {draw(n, 5, 1000)} AS fate
        FROM {series(first, last)} JOIN bench_board ON bench_board.number = {board}
        JOIN account ON account.id = {netizens} + {draw(n, 3, plan.netizens)}
        JOIN bench_title ON bench_title.id = {draw(n, 4, POOL)}"""
    status = f"""CASE WHEN department_id IS NULL THEN NULL
        WHEN n >= {plan.first_running} THEN CASE fate % 3 WHEN 0 THEN 'unaccepted' WHEN 1 THEN 'accepted' ELSE 'following-up' END
        WHEN posts = 1 THEN CASE fate % 2 WHEN 0 THEN 'declined' ELSE 'closed' END
        WHEN fate < 600 THEN 'answered' ELSE 'closed' END"""
    disposition = f"""CASE WHEN department_id IS NULL THEN NULL WHEN n < {plan.first_running} AND posts = 1
        THEN CASE fate % 2 WHEN 0 THEN 'declined' ELSE 'duplicate' END ELSE 'forwarded' END"""
    due = f"""CASE WHEN department_id IS NOT NULL AND n >= {plan.first_running} THEN {later("at", "86400 * (5 + fate % 90)")} END"""
    run(f"""INSERT INTO thread (id, board_id, title, kind, status, department_id, author_id, author_name, role, anonymous, channel,
            created_at, floors, supports, answers, last_at, last_name, hidden, public, disposition, next_due_at, moved_out, locked,
            ended, highlighted, withheld, pinned)
        SELECT n, board_id, title, CASE WHEN department_id IS NOT NULL THEN {KINDS.format(draw("n", 6, 4))} END, {status}, department_id,
            account, name, 'netizen', {draw("n", 7, 20)} = 0, {CHANNELS.format(draw("n", 8, 6))}, at, posts,
            CASE WHEN {draw("n", 9, 4)} = 0 THEN {draw("n", 10, 9)} ELSE 0 END,
            CASE WHEN department_id IS NOT NULL AND posts > 1 AND n < {plan.first_running} THEN 1 ELSE 0 END,
            last_at, name, FALSE, TRUE, {disposition}, {due}, 0, FALSE, FALSE, {draw("n", 11, 400)} = 0, FALSE, NULL
        FROM ({made}) AS made""")  # fmt: skip
    _clocks(plan, first, last)
    _ratings(first, last)
    _supports(plan, netizens, first, last)


def _pause(thread, plan):
    """Seconds between two posts of a thread."""
    return f"(CASE WHEN {thread} = {GREAT} THEN {plan.apart * plan.threads // 1000 // plan.great} ELSE 600 + {draw(thread, 12, 30_000)} END)"


def _clocks(plan, first, last):
    of = f"FROM thread WHERE id BETWEEN {first} AND {last} AND disposition = 'forwarded'"
    done = f"id < {plan.first_running}"
    late = draw("id", 14, 20)
    for kind, days, deed, salt in (("accept", 1, "case.accept", 15), ("answer", 4, "case.result", 16)):
        ended = f"status <> 'unaccepted' AND ({done} OR {draw('id', 17, 2)} = 0)" if kind == "accept" else done
        took = f"CASE WHEN {late} = 0 THEN {days} * 86400 + 9000 ELSE 60 + {draw('id', salt, days * 86400 - 60)} END"
        run(f"""INSERT INTO clock (thread_id, department_id, kind, opened_at, due_at, met_at, met_by, outcome, explanation, provisional)
            SELECT id, department_id, '{kind}', created_at, CASE WHEN {ended} THEN {later("created_at", days * 86400)} ELSE next_due_at END,
                CASE WHEN {ended} THEN {later("created_at", took)} END, CASE WHEN {ended} THEN '{deed}' END,
                CASE WHEN {ended} THEN CASE WHEN {late} = 0 THEN 'missed' ELSE 'met' END END, {EXPLAINED}, FALSE {of}""")  # fmt: skip


def _ratings(first, last):
    run(f"""INSERT INTO rating (thread_id, number, department_id, account_id, grade, text, created_at, solved)
        SELECT id, 1, department_id, author_id, 1 + {draw("id", 18, 5)}, '', {later("created_at", 500_000)},
            CASE {draw("id", 19, 3)} WHEN 0 THEN TRUE WHEN 1 THEN FALSE END
        FROM thread WHERE id BETWEEN {first} AND {last} AND answers > 0 AND {draw("id", 20, 10)} < 3""")  # fmt: skip


def _supports(plan, netizens, first, last):
    run(f"""INSERT INTO support (thread_id, account_id, created_at)
        SELECT id, {netizens} + (id * 31 + n * 7) % {plan.netizens}, {later("created_at", "n * 1300")}
        FROM thread JOIN {series(1, 8)} ON n <= supports WHERE id BETWEEN {first} AND {last}""")


def posts(plan, netizens, first, last):
    """Write the posts of the small threads from `first` to `last`, and as many of the great thread's as belong between them."""
    before = f"(90 * ((t.id - 2) / {len(SIZES)}) + f.before)"
    number = f"({before} + {before} / 9 + 1)"
    _posts(plan, netizens, number, f"thread AS t JOIN bench_floor AS f ON f.slot = (t.id - 2) % {len(SIZES)}",
           f"t.id BETWEEN {first} AND {last}")  # fmt: skip
    begin, end = (90 * ((thread - 2) // len(SIZES)) // 9 for thread in (first, last + 1))
    if end > begin:
        great = f"thread AS t, (SELECT n AS floor FROM {series(begin + 1, end)}) AS f"
        _posts(plan, netizens, "(10 * f.floor)", great, f"t.id = {GREAT}")
    texts(90 * ((first - 2) // len(SIZES)) // 9 * 10 + 1, 90 * ((last - 1) // len(SIZES)) // 9 * 10)


def _posts(plan, netizens, number, source, which):
    official = "t.answers > 0 AND f.floor = 2"
    kind = f"""CASE WHEN f.floor = 1 THEN 'question' WHEN {official} THEN 'result'
        WHEN t.status = 'following-up' AND f.floor = t.floors THEN 'follow_up' ELSE 'reply' END"""
    own = "f.floor = 1 OR (t.status = 'following-up' AND f.floor = t.floors)"
    made = f"""SELECT {number} AS id, t.id AS thread_id, f.floor AS floor, {kind} AS kind, {later("t.created_at", f"(f.floor - 1) * {_pause('t.id', plan)}")} AS at,
            CASE WHEN {own} THEN t.author_id WHEN {official} THEN b.speaker ELSE {netizens} + {draw(number, 21, plan.netizens)} END AS author_id,
            CASE WHEN {official} THEN b.department_id END AS department_id, CASE WHEN {official} THEN b.short END AS short,
            CASE WHEN f.floor = 1 THEN t.anonymous ELSE FALSE END AS anonymous,
            (t.next_due_at IS NOT NULL AND f.floor = 1) AS unsettled, f.floor > 2 AND {draw(number, 22, 500)} = 0 AS hidden
        FROM {source} JOIN bench_board AS b ON b.board_id = t.board_id WHERE {which}"""
    if ", (SELECT" in source:  # a comma binds less than JOIN
        made = made.replace(", (SELECT", " CROSS JOIN (SELECT")
    path = step("floor")
    run(f"""INSERT INTO post (id, thread_id, floor, path, author_id, author_name, role, department_id, department_name, anonymous, kind,
            channel, created_at, revision, unsettled, hidden_at, hidden_role, hidden_reason, hidden_code, hidden_whole, place_thread, place_floor, place_path)
        SELECT made.id, thread_id, floor, {path}, author_id, display_name, CASE WHEN short IS NULL THEN 'netizen' ELSE 'spokesperson' END,
            department_id, short, anonymous, kind, 'web', at, CASE WHEN {draw("made.id", 23, 50)} = 0 THEN 2 ELSE 1 END, unsettled,
            CASE WHEN hidden THEN {later("at", 3600)} END, CASE WHEN hidden THEN 'moderator' END,
            CASE WHEN hidden THEN '对其他网友进行人身攻击。' END, CASE WHEN hidden THEN 'insult' END, FALSE, thread_id, floor, {path}
        FROM ({made}) AS made JOIN account ON account.id = made.author_id""")  # fmt: skip


def texts(first, last):
    """Write the texts of the posts from `first` to `last`: of one or two sentences, questions and answers of four to seven."""
    parts = [f"(SELECT text FROM bench_sentence WHERE id = {draw('p.id', 30 + part, POOL)})" for part in range(7)]
    more = f"CASE WHEN {draw('p.id', 40, 2)} = 0 THEN {' || '.join(parts[4:])} ELSE '' END"
    text = f"""{parts[0]} || CASE WHEN p.kind <> 'reply' THEN {" || ".join(parts[1:4])} || {more}
        WHEN {draw("p.id", 41, 3)} = 0 THEN {parts[1]} ELSE '' END"""
    for number in (1, 2):
        run(f"""INSERT INTO revision (post_id, number, text, html, rendering, salt, commitment, editor_id, created_at)
            SELECT id, {number}, text, '<p>' || text || '</p>' || {NEWLINE}, 4, {key("id")}, {key("id")}, author_id, created_at
            FROM (SELECT p.id AS id, p.author_id, p.created_at, {text} AS text FROM post AS p
                WHERE p.id BETWEEN {first} AND {last} AND p.revision >= {number}) AS made""")  # fmt: skip

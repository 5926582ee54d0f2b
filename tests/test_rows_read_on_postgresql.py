"""What PostgreSQL reads for a page does not grow with the city: EXPLAIN ANALYZE of each statement in two sizes of city."""

from rows_read import DEAR, grown, rows_read

SIZES = (2000, 8000)  # posts
GROWING = {  # part of a statement: what more it reads in a larger city
    'GROUP BY "t1"."status", "t1"."kind", "t1"."highlighted"': "threads behind the numbers of filters, at most 50,000",
    """("t1"."kind" = %s)) ORDER BY "t1"."last_at\"""": "reads until there are thirty of that kind; the small city has fewer",
    "FROM minute_figures": "classes of minutes in which a case falls, of which there are some hundreds",
}


def test_no_statement_of_a_page_reads_more_rows_in_a_city_of_four_times_the_posts(postgresql, tmp_path):
    more = grown(*(_rows_read(postgresql, posts, tmp_path / str(posts)) for posts in SIZES))
    unknown = {key: rows for key, rows in more.items() if not any(part in key[1] for part in GROWING)}
    assert unknown == {}
    assert {part for part in GROWING for _, statement in more if part in statement} == set(GROWING)


def _rows_read(postgresql, posts, folder):
    name = f"city_{posts}"
    postgresql.run(f"CREATE DATABASE {name} TEMPLATE template_wenqu STRATEGY file_copy")
    try:
        return rows_read(postgresql.url(name), postgresql.superuser(name), posts, folder, DEAR)
    finally:
        postgresql.drop(name)

"""Indexes for the official answers of a thread, and for the floors of one author in it: in a long thread all floors were read for them."""


def up(migrator, db):
    db.execute_sql(
        'CREATE INDEX "post_answers" ON "post" ("place_thread", "place_floor") WHERE "kind" <> \'reply\' AND "kind" <> \'question\''
    )
    db.execute_sql(
        'CREATE INDEX "post_place_thread_author_id_place_floor" ON "post" ("place_thread", "author_id", "place_floor")'
    )

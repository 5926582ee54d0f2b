"""An index for the newest official answers, which the front page lists: among millions of replies it read posts backwards for them."""


def up(migrator, db):
    db.execute_sql(
        'CREATE INDEX "post_newest_answers" ON "post" ("id") WHERE "kind" <> \'reply\' AND "kind" <> \'question\''
    )

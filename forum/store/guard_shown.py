"""Triggers that let a text be covered or sealed only right after its log entry.

A post is sealed only under an order that was entered and confirmed by two different administrators, and for good.
"""

from collections.abc import Iterator, Sequence

# The newest entry; no other writer comes between it and the change, since writers take turns.
NEWEST = "EXISTS (SELECT 1 FROM entry WHERE id = (SELECT MAX(id) FROM entry) AND {})"
COVERED = NEWEST.format("post_id = NEW.post_id AND deed IN ('post.cover', 'post.uncover')")
SEALED = (
    NEWEST.format("post_id = NEW.post_id AND deed = 'post.seal'")
    + " AND EXISTS (SELECT 1 FROM post WHERE id = NEW.post_id AND seal_order_id IS NOT NULL)"
)
HEADS = "post_id IN (SELECT id FROM post WHERE (thread_id = NEW.id AND floor = 1) OR (place_thread = NEW.id AND place_floor = 1))"
TITLE_COVERED = NEWEST.format(f"deed IN ('post.cover', 'post.uncover') AND {HEADS}")
TITLE_SEALED = NEWEST.format(f"deed = 'post.seal' AND {HEADS}")
ORDERED = (
    "EXISTS (SELECT 1 FROM seal_order WHERE id = NEW.seal_order_id AND confirmed_at IS NOT NULL AND withdrawn_at IS NULL"
    " AND confirmed_by_id <> entered_by_id AND (post_id = NEW.id OR (post_id IS NULL AND thread_id = NEW.place_thread)))"
)

# (table, what must hold for a change of these columns, the columns, the sentence)
RULES = (
    (
        "revision",
        f"(NEW.withheld = 'all' AND NEW.shown_text = '' AND NEW.shown_html = '' AND {SEALED})"
        " OR (COALESCE(OLD.withheld, '') <> 'all' AND COALESCE(NEW.withheld, '') <> 'all'"
        f" AND COALESCE(NEW.shown_text, 'x') <> '' AND {COVERED})",
        ("withheld", "shown_text", "shown_html"),
        "a text is covered or sealed only as the log says",
    ),
    (
        "thread",
        f"(NEW.shown_title = '' AND {TITLE_SEALED})"
        f" OR (COALESCE(OLD.shown_title, 'x') <> '' AND COALESCE(NEW.shown_title, 'x') <> '' AND {TITLE_COVERED})",
        ("shown_title", "title_withheld"),
        "a title is covered or sealed only as the log says",
    ),
    ("post", ORDERED, ("seal_order_id",), "a seal is never rewritten, and only a confirmed order sets it"),
)

FUNCTIONS = tuple(f"wenqu_shown_{table}()" for table, *_ in RULES)

POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION wenqu_shown_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ({rule}) IS NOT TRUE THEN
    RAISE EXCEPTION 'wenqu guard: {sentence}' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
"""


def sqlite() -> Iterator[tuple[str, str, str]]:
    """(table, condition under which an update is refused, sentence) of each trigger."""
    for table, rule, columns, sentence in RULES:
        yield table, f"({_changed(columns, 'IS NOT')}) AND ({rule}) IS NOT 1", sentence


def postgresql() -> Iterator[tuple[str, str, str]]:
    """(table, the function's statement, the trigger's body) of each trigger."""
    for table, rule, columns, sentence in RULES:
        function = POSTGRESQL_FUNCTION.format(table=table, rule=rule, sentence=sentence)
        when = _changed(columns, "IS DISTINCT FROM")
        yield (
            table,
            function,
            f"BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION wenqu_shown_{table}()",
        )


def _changed(columns: Sequence[str], differs: str) -> str:
    return " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in columns)

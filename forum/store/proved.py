"""The columns whose values the ledger proves: each change of one is committed to by a leaf. Pure.

docs/verify.md lists them for readers. A new table of facts that the public is shown, or of rights that somebody
holds, gets a record here; the triggers, the leaves and `wenqu verify` follow from it.
"""

from dataclasses import dataclass

FLAGS = frozenset(
    "active anonymous counted ended from_asker granted highlighted locked not_mine photo_checked provisional"
    " public released screening solved unsettled withheld working".split()
)
TIMES = frozenset({"at", "not_before", "since", "until"})  # and names that end with _at


@dataclass(frozen=True)
class Proved:
    """The proved columns of one table, whose primary key is `key`: an integer, a date, or a year.

    `public` may be published as soon as the thread of the row is; `private` is held against the rows from inside only.
    `unless_anonymous` are published unless the row is anonymous. `thread` is the column with the thread's id, or None.
    """

    public: tuple[str, ...] = ()
    private: tuple[str, ...] = ()
    unless_anonymous: tuple[str, ...] = ()
    thread: str | None = None
    key: str = "id"

    @property
    def columns(self) -> frozenset[str]:
        """Every proved column."""
        return frozenset(self.public + self.private + self.unless_anonymous)


PROVED: dict[str, Proved] = {
    "account": Proved(
        private=("username", "display_name", "public_id", "created_at", "disabled_at", "closes_at", "closed_at")
    ),
    "account_name": Proved(private=("account_id", "name", "until")),
    "role_grant": Proved(
        public=("role", "department_id", "granted_at", "revoked_at"),
        private=("account_id", "granted_by_id", "revoked_by_id"),
    ),
    "department": Proved(public=("slug", "name", "short", "level", "duty", "parent_id", "position", "active")),
    "department_person": Proved(
        public=("department_id", "kind", "name", "office", "contact", "added_at", "removed_at"),
        private=("added_by_id", "removed_by_id"),
    ),
    "working_rules": Proved(public=("department_id", "number", "text", "role", "created_at"), private=("editor_id",)),
    "department_closure": Proved(
        public=("department_id", "successor_id", "reason", "closed_at"), private=("closed_by_id",)
    ),
    "category": Proved(public=("name", "section", "position")),
    "board": Proved(
        public=("slug", "name", "description", "section", "category_id", "department_id", "position", "screening")
    ),
    "thread": Proved(
        public=(
            "board_id",
            "kind",
            "status",
            "department_id",
            "role",
            "author_department_id",
            "author_department_name",
            "anonymous",
            "channel",
            "external_ref",
            "created_at",
            "public",
            "disposition",
            "duplicate_of_id",
            "accepted_at",
            "next_due_at",
            "merged_into_id",
            "pinned",
            "locked",
            "ended",
            "highlighted",
            "withheld",
        ),
        private=("author_id", "accepted_by_id"),
        unless_anonymous=("author_name",),
        thread="id",
    ),
    "post": Proved(
        public=(
            "thread_id",
            "floor",
            "parent_id",
            "path",
            "role",
            "department_id",
            "department_name",
            "anonymous",
            "kind",
            "channel",
            "created_at",
            "revision",
            "unsettled",
            "place_thread",
            "place_floor",
            "place_path",
        ),
        private=("author_id",),
        unless_anonymous=("author_name",),
        thread="thread_id",
    ),
    # The text, and what covering leaves of it, are held by leaves of their own.
    "revision": Proved(public=("post_id", "number", "rendering"), private=("editor_id",)),
    "post_file": Proved(
        public=tuple("post_id thread_id number kind media sha256 width height size created_at shown_sha256".split()),
        private=("account_id", "name", "alt"),
        thread="thread_id",
    ),
    "placement": Proved(
        public=("post_id", "thread_id", "floor", "path", "from_thread_id", "from_floor", "at"), thread="thread_id"
    ),
    "clock": Proved(
        public=(
            "thread_id",
            "department_id",
            "kind",
            "opened_at",
            "due_at",
            "met_at",
            "met_by",
            "outcome",
            "explanation",
            "provisional",
        ),
        thread="thread_id",
    ),
    "extension": Proved(
        public=("thread_id", "clock_id", "department_id", "asked_at", "until", "reason", "decided_at", "granted"),
        private=("asked_by_id", "decided_by_id", "remark"),
        thread="thread_id",
    ),
    "notice": Proved(
        public=(
            "thread_id",
            "clock_id",
            "department_id",
            "kind",
            "year",
            "number",
            "mark",
            "addressee",
            "body",
            "head",
            "contact",
            "copies",
            "seal",
            "clock_due_at",
            "issued_at",
            "feedback_due_at",
            "demand",
            "signed_at",
            "feedback",
            "feedback_at",
            "closed_at",
            "closing",
            "closed_text",
        ),
        private=("issued_by_id", "signed_by_id", "feedback_by_id", "closed_by_id"),
        thread="thread_id",
    ),
    "topic": Proved(
        public=("slug", "title", "introduction", "opened_at", "closed_at", "closed_text"),
        private=("opened_by_id", "closed_by_id"),
    ),
    "topic_thread": Proved(
        public=("topic_id", "thread_id", "added_at", "removed_at", "removed_text"),
        private=("added_by_id", "removed_by_id"),
        thread="thread_id",
    ),
    "assessment": Proved(
        public=("first_day", "last_day", "last_entry", "cases", "sha256", "frozen_at"), private=("frozen_by_id",)
    ),
    # What a report says is held inside only, since one that was withdrawn is shown to nobody.
    "press_report": Proved(
        public=tuple("version created_at withdrawn_at withdrawn_role withdrawn_reason".split()),
        private=("created_by_id", "withdrawn_by_id"),
    ),
    "press_version": Proved(
        public=("report_id", "number", "published_on", "role", "created_at"),
        private=("title", "byline", "medium", "url", "text", "note", "editor_id"),
    ),
    "press_thread": Proved(public=("report_id", "thread_id", "added_at", "removed_at"), thread="thread_id"),
    # Where a matter is may be personal: it is held inside only, since one that was corrected or taken away is shown to nobody.
    "location": Proved(
        public=("thread_id", "number", "precision", "role", "created_at", "ended_at"),
        private=("address", "lat", "lon", "editor_id", "ended_by_id"),
        thread="thread_id",
    ),
    "promise": Proved(
        public=(
            "thread_id",
            "post_id",
            "department_id",
            "revision",
            "start",
            "length",
            "due_on",
            "found_at",
            "earlier_id",
            "asked_at",
            "outcome",
            "kept_post_id",
            "reason",
            "closed_at",
        ),
        private=("closed_by_id",),
        thread="thread_id",
    ),
    "rating": Proved(
        public=("thread_id", "number", "department_id", "grade", "text", "created_at", "solved"),
        private=("account_id",),
        thread="thread_id",
    ),
    "own_question": Proved(public=("thread_id", "department_id", "at"), thread="thread_id"),
    "callback": Proved(
        public=("thread_id", "cause", "opened_at", "done_at", "outcome"),
        private=("due_at", "explanation", "not_before", "done_by_id", "remark"),
        thread="thread_id",
    ),
    "hotline_call": Proved(
        private=("thread_id", "operator_id", "caller", "phone", "phone_masked", "called_at", "created_at"),
        thread="thread_id",
    ),
    "app_request": Proved(
        private=("thread_id", "app", "token", "sealed", "media_url", "created_at"), thread="thread_id"
    ),
    "move_car_request": Proved(
        public=("status", "channel", "created_at", "moved_at", "counted", "minutes"),
        private=tuple("account_id plate_hash owner_hash photo_checked reason leads_id not_mine".split())
        + tuple("notified_at called_at reminded_at answered_at escalated_at ended_at".split()),
    ),
    "contact_message": Proved(
        private=("thread_id", "department_id", "account_id", "from_asker", "commitment", "created_at"),
        thread="thread_id",
    ),
    "contact_share": Proved(private=("thread_id", "department_id", "reader_id", "at"), thread="thread_id"),
    "support": Proved(public=("thread_id", "created_at"), private=("account_id",), thread="thread_id"),
    "answer_template": Proved(
        private=("department_id", "title", "text", "created_by_id", "created_at", "retired_at"),
    ),
    "report": Proved(
        private=("post_id", "account_id", "code", "text", "at", "outcome", "answer", "decided_at", "decided_by_id")
    ),
    "sanction": Proved(
        private=(
            "account_id",
            "kind",
            "code",
            "text",
            "post_id",
            "since",
            "until",
            "given_by_id",
            "lifted_at",
            "lifted_by_id",
            "lifted_text",
        )
    ),
    "held_post": Proved(private=("post_id", "revision", "words", "held_at", "decided_by_id", "decided_at", "released")),
    "word": Proved(
        private=("text", "tier", "reason", "added_by_id", "added_at", "retired_by_id", "retired_at"),
    ),
    "seal_order": Proved(
        private=(
            "number",
            "signatory_id",
            "signatory_name",
            "signatory_office",
            "reason",
            "ground",
            "signed_on",
            "thread_id",
            "post_id",
            "order_hash",
            "scan_hash",
            "scan_type",
            "entered_by_id",
            "entered_at",
            "confirmed_by_id",
            "confirmed_at",
            "withdrawn_by_id",
            "withdrawn_at",
            "withdrawn_reason",
        ),
        thread="thread_id",
    ),
    "calendar_day": Proved(public=("working", "name", "imported_at"), key="day"),
    "calendar_year": Proved(public=("imported_at",), key="year"),
}

# {table: (a column with a text, the proved column with the SHA-256 of its UTF-8 in hex)}: too large for the leaves themselves.
HASHED: dict[str, tuple[str, str]] = {"assessment": ("document", "sha256")}

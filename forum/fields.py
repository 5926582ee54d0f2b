"""A form as data: the declaration of its fields, the submitted values and their errors. Pure."""

from dataclasses import dataclass, field, replace
from typing import Any

from forum.messages import Message

SECRET_NAMES = frozenset(
    {"password", "current", "otp", "old_otp", "recovery_code"}
)  # fields that are neither kept nor sent back, in any form

SEVERAL = ("boxes", "department", "departments")  # kinds of fields whose value is a list


@dataclass(frozen=True)
class Field:
    """One field of a form, declared once for reading and for rendering.

    `kind` is line, area, select, radios, boxes, department, departments, tick, moment, date, phone, file, password or
    hidden; the value of one of SEVERAL is a list: of what is ticked, for departments also of what is typed. `options`
    are (value, label) or (value, label, hint); `value` is what a form that was not submitted starts with, for a tick
    anything but "" means ticked. What is typed into a `markdown` area becomes a post, and has the editor's buttons.
    `limit` counts characters and is only shown: the rule is the action's. A `secret` is never sent back to the
    browser, so it is not among a Form's values.
    """

    name: str
    kind: str = "line"
    label: Message | None = None
    hint: Message | None = None
    options: tuple[tuple[Any, ...], ...] = ()
    required: bool = True
    value: str = ""
    limit: int | None = None
    rows: int | None = None
    autocomplete: str = ""
    inputmode: str = ""
    secret: bool = False
    markdown: bool = False

    def __post_init__(self) -> None:
        if (self.secret or self.kind == "password") and self.name not in SECRET_NAMES:
            raise ValueError(f"add the secret field {self.name} to SECRET_NAMES, so that it is never kept")


@dataclass(frozen=True)
class Form:
    """A form as it is shown: its fields, the values as they were typed, the errors by field, and a notice.

    `values` is empty until the form is submitted.
    """

    fields: tuple[Field, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, Message] = field(default_factory=dict)
    notice: Message | None = None

    def __getitem__(self, name: str) -> Any:
        """The value submitted under `name`; raises KeyError before it was submitted and for a secret."""
        return self.values[name]

    def declaration(self, name: str) -> Field:
        """The declaration of the field `name`; raises KeyError for one that is not declared."""
        return {each.name: each for each in self.fields}[name]

    def with_values(self, **values: Any) -> "Form":
        """This form with some values replaced or added."""
        return replace(self, values=self.values | values)

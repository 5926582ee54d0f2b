"""Tables that are sorted by links in their headings; as in boards/pages/parts.py."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, ClassVar
from urllib.parse import urlencode

from boards.pages.parts import Filter
from forum.messages import M, Message
from forum.problems import Malformed


@dataclass(frozen=True)
class SortOrder:
    """The column by which a table is sorted; as the parameter of an address `due`, or `-due` where it is descending."""

    name: str
    descending: bool = False

    @property
    def parameter(self) -> str:
        """The text in the address."""
        return f"-{self.name}" if self.descending else self.name


@dataclass(frozen=True)
class Column:
    """A column of a table: `url` sorts by it, or turns its order round; `sorted` is its value of aria-sort now."""

    name: str
    label: Message
    url: str | None = None
    sorted: str | None = None


def parameters_of(choice: Any, plain_sort: str) -> dict[str, str]:
    """The parameters of an address for a dataclass of filters and `sort`: those that are set, and another order than `plain_sort`."""
    return {name: value for name, value in asdict(choice).items() if value and (name, value) != ("sort", plain_sort)}


def address_of(path: str, choice: Any, plain_sort: str, **changed: Any) -> str:
    """The address of the table at `path` under a choice with some of its filters changed: of the first page, or with `after`."""
    asked = parameters_of(replace(choice, **{"after": "", **changed}), plain_sort)
    return f"{path}?{urlencode(asked)}" if asked else path


class TableChoice:
    """What a reader asks of the table at `path`: a dataclass of texts, its filters, `sort` and `after`, the previous page's cursor.

    `sorts` are the columns by which the table can be sorted, the first one when nothing is asked.
    """

    path: ClassVar[str]
    sorts: ClassVar[tuple[str, ...]]
    sort: str

    @property
    def order(self) -> SortOrder:
        """The column by which the table is sorted; raises Malformed for one that there is not."""
        return sort_order(self.sort, self.sorts)

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters of the address that differ from those of the plain table."""
        return parameters_of(self, self.sorts[0])

    def url(self, **changed: Any) -> str:
        """The address of the first page with some parameters changed, or with `after` of that page."""
        return address_of(self.path, self, self.sorts[0], **changed)


def filters(
    choice: Any, name: str, labels: Mapping[str, Message | str], counted: Callable[[Any], int]
) -> tuple[Filter, ...]:
    """The Filters of the field `name` of a choice: '', and each value of `labels`; `counted` is how many rows a choice has.

    What leaves no row is not offered unless it is chosen. Empty where there is nothing to choose between.
    """
    chosen = getattr(choice, name)
    found = tuple(
        Filter(label, choice.url(**{name: value}), chosen == value, counted(replace(choice, **{name: value})))
        for value, label in labels.items()
    )
    kept = tuple(each for number, each in enumerate(found) if not number or each.count or each.chosen)
    return kept if chosen or len(kept) > 2 else ()


def sort_order(raw: str, names: Collection[str]) -> SortOrder:
    """The SortOrder of a parameter; raises Malformed for a column that is not in `names`."""
    order = SortOrder(raw.removeprefix("-"), raw.startswith("-"))
    if order.name not in names:
        raise Malformed(M("没有这种排序方式。"))
    return order


def columns(
    declared: Iterable[tuple[str, Message, str]], order: SortOrder, url_of: Callable[[str], str]
) -> tuple[Column, ...]:
    """The Columns of (name, label, parameter of its first sort order, '' where it sorts nothing)."""
    return tuple(_column(name, label, first, order, url_of) for name, label, first in declared)


def _column(name: str, label: Message, first: str, order: SortOrder, url_of: Callable[[str], str]) -> Column:
    if not first:
        return Column(name, label)
    if first.removeprefix("-") != order.name:
        return Column(name, label, url_of(first))
    turned = SortOrder(order.name, not order.descending)
    return Column(name, label, url_of(turned.parameter), "descending" if order.descending else "ascending")

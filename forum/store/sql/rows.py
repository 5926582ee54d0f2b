"""Makes the objects of a joined query's rows as peewee does, in a fraction of the time: what each column sets is found out once."""

from collections.abc import Callable, Sequence
from typing import Any

import peewee

from forum.store.sql.models import AS_STORED

RowOf = Callable[[Sequence[Any]], Any]


def row_maker(wrapper: Any) -> RowOf:
    """The function that makes an object of a row's values; `wrapper` is peewee's CursorWrapper of the query, initialized."""
    joined = type(wrapper) is peewee.ModelCursorWrapper
    if not joined or not all(is_model for _, _, is_model in wrapper._constructor_list):
        made: RowOf = wrapper.process_row
        return made
    return _Maker(wrapper).made


class _Maker:
    """What peewee.ModelCursorWrapper.process_row finds out for each row; objects are numbered."""

    def __init__(self, wrapper: Any) -> None:
        self._models = [model for _, model, _ in wrapper._constructor_list]
        places = {key: place for place, (key, _, _) in enumerate(wrapper._constructor_list)}
        self._root = places[wrapper.model]
        self._columns = [self._column(each, places) for each in wrapper._row_spec]
        self._joins = [
            (places[src], attr, places[dest], outer, is_key, self._beyond(wrapper, dest, places))
            for src, attr, dest, _, outer, is_key in wrapper.src_to_dest
        ]

    def made(self, values: Sequence[Any]) -> Any:
        """The object of the query's model, with those that are joined to it."""
        objects = [model(__no_default__=True) for model in self._models]
        data = [each.__data__ for each in objects]
        filled = set()
        for value, (place, counts, name, convert, is_field) in zip(values, self._columns, strict=True):
            if value is not None and counts:
                filled.add(place)
            if convert is not None:
                value = convert(value)  # noqa: PLW2901
            if is_field:
                data[place][name] = value
            else:
                setattr(objects[place], name, value)
        self._join(objects, filled)
        return objects[self._root]

    def _join(self, objects: list[Any], filled: set[int]) -> None:
        for src, attr, dest, outer, is_key, beyond in self._joins:
            there = dest in filled or not beyond.isdisjoint(filled)
            if (not there and not outer) or (outer and src not in filled and dest not in filled):
                continue
            if is_key and not there:
                objects[src].__rel__[attr] = None  # known to be absent, so that it is not looked up
            else:
                setattr(objects[src], attr, objects[dest] if there else None)
        for each in objects:
            each._dirty.clear()

    def _column(self, spec: Any, places: dict[Any, int]) -> tuple[int, bool, str, Any, bool]:
        """(object, whether a value in it makes that object exist, attribute, converter, whether it is a field)."""
        _, key, name, convert = spec
        place = places.get(key, self._root)
        field = getattr(convert, "__self__", None)
        if isinstance(getattr(field, "rel_field", field), AS_STORED):
            convert = None
        return place, key in places, name, convert, name in self._models[place]._meta.fields

    @staticmethod
    def _beyond(wrapper: Any, dest: Any, places: dict[Any, int]) -> frozenset[int]:
        return frozenset(places[key] for key in wrapper._dest_reachable.get(dest, ()) if key in places)

"""Read the values of an answer back from the JSON that `Answer.to_json` wrote."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from assistant.errors import ReceiptError

T = TypeVar("T")


def decode(kind: type[T], value: object, where: str = "receipt") -> T:
    """Return the dataclass `kind` that `value` describes; raises ReceiptError naming the first part that does not fit.

    Surplus keys are refused, and missing ones but those of fields with a default: receipts outlive the release that
    wrote them. No value is converted but an ISO date.
    """
    return _decode(kind, value, where)  # type: ignore[no-any-return]


def _decode(kind: Any, value: object, where: str) -> Any:
    if is_dataclass(kind):
        return _decode_dataclass(kind, value, where)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is tuple:
        items = _expect(list, value, where)
        return tuple(_decode(arguments[0], item, f"{where}[{index}]") for index, item in enumerate(items))
    if origin is Mapping:
        entries = _expect(dict, value, where)
        return {str(key): _decode(arguments[1], item, f"{where}.{key}") for key, item in entries.items()}
    if origin is types.UnionType:
        return None if value is None else _decode(arguments[0], value, where)
    return _decode_scalar(kind, value, where)


def _decode_dataclass(kind: Any, value: object, where: str) -> Any:
    entries = _expect(dict, value, where)
    names = {field.name for field in fields(kind)}
    optional = {field.name for field in fields(kind) if field.default is not MISSING}
    wrong = (entries.keys() - names) | (names - optional - entries.keys())
    if wrong:
        raise ReceiptError(f"{where} lacks, or should not have, {', '.join(sorted(map(str, wrong)))}.")
    hints = get_type_hints(kind)
    return kind(**{name: _decode(hints[name], value, f"{where}.{name}") for name, value in entries.items()})


def _decode_scalar(kind: Any, value: object, where: str) -> Any:
    if kind is date:
        try:
            return date.fromisoformat(_expect(str, value, where))
        except ValueError:
            raise ReceiptError(f"{where} is not a date.") from None
    if issubclass(kind, StrEnum):
        try:
            return kind(_expect(str, value, where))
        except ValueError:
            raise ReceiptError(f"{where} is none of {', '.join(kind)}.") from None
    if kind is float and type(value) is int:
        return float(value)
    # bool is a subclass of int, so isinstance would take True for a number.
    if type(value) is not kind:
        raise ReceiptError(f"{where} is not of type {kind.__name__}.")
    return value


def _expect(kind: type[T], value: object, where: str) -> T:
    if not isinstance(value, kind):
        raise ReceiptError(f"{where} is not of type {kind.__name__}.")
    return value

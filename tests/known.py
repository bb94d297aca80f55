"""What a test knows of a value, said where the value comes from; and a look at a store, or a write, in one line."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeVar, cast

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class _Readable(Protocol[T_co]):
    def reading(self) -> AbstractContextManager[T_co]: ...


class _Writable(Protocol[T_co]):
    def writing(self, workspace: str) -> AbstractContextManager[T_co]: ...


class _EachAlone:
    """Has each call made in a transaction of its own."""

    def __init__(self, begin: Callable[[], AbstractContextManager[object]]) -> None:
        self._begin = begin

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*given: object, **named: object) -> Any:
            with self._begin() as transaction:
                return getattr(transaction, name)(*given, **named)

        return call


def sure(found: T | None) -> T:
    """Return what must be there."""
    assert found is not None
    return found


def as_a(kind: type[T], found: object) -> T:
    """Return what must be of a kind."""
    assert isinstance(found, kind), found
    return found


def peek(store: _Readable[T]) -> T:
    """Look at a store: each call of what is returned reads on its own."""
    return cast("T", _EachAlone(store.reading))


def write(store: _Writable[T], workspace: str = "T0ACME0001") -> T:
    """Write to a store: each call of what is returned is a transaction of its own."""
    return cast("T", _EachAlone(lambda: store.writing(workspace)))

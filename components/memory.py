"""Results that are kept for all visitors: the only place that caches.

One memory for all kinds of results, bounded in bytes, the least recently used go first. A result
is kept under the function that made it and its arguments, which have to be small, hashable records
(an origin, a plan), never arrays. (Streamlit's caches count entries instead of bytes, take a
millisecond to make a key, and tell large arrays apart by a sample of them.)
"""

import os
from collections.abc import Callable, Hashable, Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass
from threading import Condition
from typing import Any, ParamSpec, TypeVar

import numpy as np
from cachetools import LRUCache, cached
from numpy.typing import NDArray

BYTES = int(os.environ.get("MIXTURE_LAB_CACHE_MB", "256")) * 1024**2
SMALL = 1_000  # bytes: what a result takes besides its arrays, about

Result = TypeVar("Result")
P = ParamSpec("P")


def size_of(value: Any) -> int:
    """About how many bytes a record keeps: those of all arrays in it, each counted once.

    A view counts as the whole array that it is a part of.
    """
    return SMALL + sum(array.nbytes for array in _arrays(value, {}).values())


def _arrays(value: Any, found: dict[int, NDArray[Any]]) -> dict[int, NDArray[Any]]:
    if isinstance(value, np.ndarray):
        whole = value.base if isinstance(value.base, np.ndarray) else value
        found[id(whole)] = whole
    elif is_dataclass(value):
        for field in fields(value):
            _arrays(getattr(value, field.name, None), found)
    elif isinstance(value, Mapping):
        for item in value.values():
            _arrays(item, found)
    elif isinstance(value, tuple | list):
        for item in value:
            _arrays(item, found)
    return found


_memory: LRUCache[Any, Any] = LRUCache(BYTES, getsizeof=size_of)
_free = Condition()


def key_of(
    function: Callable[..., Any], args: tuple[Hashable, ...], more: Mapping[str, Hashable]
) -> Hashable:
    """What a result is kept under: the function that made it, and its arguments."""
    return f"{function.__module__}.{function.__qualname__}", args, tuple(sorted(more.items()))


def remembered(function: Callable[P, Result]) -> Callable[P, Result]:
    """Keep the latest results of a function; who asks for one that is being made waits for it."""

    def key(*args: Hashable, **more: Hashable) -> Hashable:
        return key_of(function, args, more)

    made: Callable[P, Result] = cached(_memory, key=key, condition=_free)(function)
    return made


def kept(key: Hashable) -> Any:
    """A result that is kept, or None."""
    with _free:
        return _memory.get(key)


def keep(key: Hashable, result: Any) -> None:
    """Keep a result, unless it is larger than all that may be kept."""
    with _free, suppress(ValueError):
        _memory[key] = result


def forget(word: str = "") -> None:
    """Keep nothing any more; or nothing that was made of what has this word in its name."""
    with _free:
        for key in [key for key in _memory if word in repr(key[1:])]:
            del _memory[key]

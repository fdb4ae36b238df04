"""How entities keep points in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Integer
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field

_WIDE: Any = Integer().with_variant(BigInteger(), "postgresql")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept as whole microseconds since 1970 (UTC)."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Turn a datetime into microseconds."""
        return None if value is None else (value - EPOCH) // timedelta(microseconds=1)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Turn microseconds into a datetime."""
        return None if value is None else EPOCH + timedelta(microseconds=int(value))


def instant(index: bool = False) -> Any:
    """Return the field of a point in time."""
    return Field(sa_type=Instant, index=index)


def instant_or_none(index: bool = False) -> Any:
    """Return the field of a point in time that may not be known."""
    return Field(default=None, sa_type=Instant, index=index, nullable=True)


def wide() -> Any:
    """Return the field of microseconds worked, which may not be known: more than four bytes on every engine."""
    return Field(default=None, sa_type=_WIDE, nullable=True)

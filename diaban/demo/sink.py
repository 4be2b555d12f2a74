"""COPY of ready-made text lines into tables under row security: into a passing table, and from there by insert."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.db import connection

#: The text form of NULL in COPY.
NULL: Final = r"\N"


class Sink:
    """Passing tables for the tables named, kept for the session.

    Policies, defaults and triggers hold as for any insert. PostgreSQL refuses COPY into a table with row security.
    Values must hold no tab or newline, and backslashes only doubled.
    """

    def __init__(self, tables: Mapping[str, Sequence[str]]) -> None:
        self._columns = {table: ", ".join(columns) for table, columns in tables.items()}
        with connection.cursor() as cursor:
            for table, columns in self._columns.items():
                cursor.execute(f"drop table if exists pg_temp.demo_{table}")
                cursor.execute(f"create temporary table demo_{table} as select {columns} from {table} with no data")

    def put(self, table: str, text: str) -> None:
        """Write lines (values joined by tabs, lines by newlines) in the order of the columns given for the table."""
        if not text:
            return
        columns = self._columns[table]
        with connection.cursor() as cursor:
            with cursor.cursor.copy(f"copy demo_{table} ({columns}) from stdin") as copy:
                copy.write(text + "\n")
            cursor.execute(f"insert into {table} ({columns}) select {columns} from demo_{table}")
            cursor.execute(f"truncate demo_{table}")

    def close(self) -> None:
        """Drop the passing tables."""
        with connection.cursor() as cursor:
            for table in self._columns:
                cursor.execute(f"drop table if exists pg_temp.demo_{table}")

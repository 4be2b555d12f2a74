"""What a database holds, in few bytes: for each table a count and a hash that doesn't depend on the rows' order."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql

Link = psycopg.Connection[tuple[Any, ...]]
Prints = dict[str, list[Any]]

_TABLES = """
select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'r' and c.relpersistence <> 't' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
order by 1, 2
"""
#: The text of a row must not depend on who asks.
_PLAIN = (
    "set local timezone = 'UTC'", "set local datestyle = 'ISO'", "set local intervalstyle = 'postgres'",
    "set local extra_float_digits = 1", "set local bytea_output = 'hex'", "set local row_security = off",
)  # fmt: skip
_PRINT = """
select count(*), coalesce(sum(('x' || encode(substring(sha256(convert_to("~"::text, 'UTF8')) for 7), 'hex'))::bit(56)
::bigint), 0)::text from {} as "~"
"""
#: What guards the rows: policies, grants, triggers, constraints, functions. As text that every version prints alike.
_RULES = """
select 'policies', count(*), coalesce(sum(hashtext(polname || polcmd::text || polrelid::regclass::text)), 0)
from pg_policy
union all
select 'row security', count(*), coalesce(sum(hashtext(c.oid::regclass::text)), 0) from pg_class c where relrowsecurity
union all
select 'triggers', count(*), coalesce(sum(hashtext(tgname || tgrelid::regclass::text || tgenabled::text)), 0)
from pg_trigger where not tgisinternal
union all
select 'functions', count(*),
coalesce(sum(hashtext(p.oid::regprocedure::text || p.prosecdef::text || md5(p.prosrc))), 0)
from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname !~ '^(pg_|information_schema)'
union all
select 'constraints', count(*), coalesce(sum(hashtext(conname || conrelid::regclass::text)), 0) from pg_constraint k
join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
where n.nspname !~ '^(pg_|information_schema)' and contype <> 'n'
union all
select 'indexes', count(*), coalesce(sum(hashtext(schemaname || indexname || tablename)), 0) from pg_indexes
where schemaname !~ '^(pg_|information_schema)'
"""


def tables(link: Link) -> list[tuple[str, str]]:
    """(schema, name) of every table of ours."""
    return [(schema, name) for schema, name in link.execute(_TABLES)]


def prints(link: Link) -> Prints:
    """`schema.table` → [rows, hash], in the caller's transaction: all of one moment when it is repeatable."""
    for setting in _PLAIN:
        link.execute(setting.encode())
    found: Prints = {}
    for schema, name in tables(link):
        row = link.execute(sql.SQL(_PRINT).format(sql.Identifier(schema, name))).fetchone()
        assert row
        found[f"{schema}.{name}"] = [row[0], row[1]]
    return found


def sequences(link: Link) -> dict[str, int]:
    """The last number that each sequence gave; they move outside of transactions."""
    return {
        f"{schema}.{name}": last or 0
        for schema, name, last in link.execute("select schemaname, sequencename, last_value from pg_sequences")
    }


def rules(link: Link) -> dict[str, list[int]]:
    """What guards the rows, by kind: [how many, hash of their names]."""
    link.execute("set local search_path = pg_catalog")
    return {kind: [count, int(total)] for kind, count, total in link.execute(_RULES)}


def acl(link: Link, role: str) -> list[int]:
    """[tables, functions] that a role may use: how far its grants reach."""
    row = link.execute(
        "select (select count(*) from pg_class c, lateral aclexplode(c.relacl) a"
        "  where a.grantee = (select oid from pg_roles where rolname = %(role)s)),"
        " (select count(*) from pg_proc p, lateral aclexplode(p.proacl) a"
        "  where a.grantee = (select oid from pg_roles where rolname = %(role)s))",
        {"role": role},
    ).fetchone()
    assert row
    return [row[0], row[1]]


def head(link: Link) -> dict[str, Any] | None:
    """The ledger's newest head and how many lines there are; None before the ledger's tables."""
    if link.execute("select to_regclass('public.ledger_head')").fetchone() == (None,):
        return None
    row = link.execute(
        "select size, encode(root, 'hex'), key_id from public.ledger_head order by size desc limit 1"
    ).fetchone()
    lines = link.execute("select count(*) from public.ledger_line").fetchone()
    assert lines
    sealed = {"size": row[0], "root": row[1], "key_id": row[2]} if row else None
    return {"lines": lines[0], "head": sealed}


def holds_data(link: Link) -> bool:
    """Whether anyone has worked with it: an account or a resident is there."""
    for name in ("access_account", "people_resident"):
        known = link.execute("select to_regclass(%s)", [f"public.{name}"]).fetchone()
        if known != (None,):
            row = link.execute(sql.SQL("select exists (select from {})").format(sql.Identifier(name))).fetchone()
            if row == (True,):
                return True
    return False


def differences(wanted: Prints, found: Prints) -> list[str]:
    """Tables that aren't the same on both sides."""
    return sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))

"""The tree that seals lines and look-ups: leaves, signed heads, and the functions that may add to them.

Leaf `seq` counts from 0. `ledger_mark` says, for each source, below which id every row is sealed or will never
exist; it only saves work and proves nothing.
"""

from __future__ import annotations

from django.db import migrations, models

from diaban.core.sql import statements

TABLES = """
create table ledger_leaf (
    seq bigint primary key check (seq >= 0),
    row_id bigint not null,
    source smallint not null check (source in (0, 1)),
    hash bytea not null check (octet_length(hash) = 32),
    unique (source, row_id)
);
create table ledger_head (
    size bigint primary key check (size > 0),
    at timestamptz not null,
    root bytea not null check (octet_length(root) = 32),
    frontier bytea not null,
    key_id text collate "C" not null,
    signature bytea not null
);
create table ledger_mark (
    source smallint primary key,
    done bigint not null default 0,
    pending bigint not null default 0,
    horizon xid8
);
insert into ledger_mark (source) values (0), (1);
grant select on ledger_leaf, ledger_head, ledger_mark to {app};
grant select on sequence ledger_line_id_seq, ledger_lookup_id_seq to {app};

create trigger kept before update or delete or truncate on ledger_leaf
    for each statement execute function ledger.refuse_change();
create trigger kept before update or delete or truncate on ledger_head
    for each statement execute function ledger.refuse_change();
alter table ledger_leaf enable always trigger kept;
alter table ledger_head enable always trigger kept;
"""

FUNCTIONS = """
-- Adds leaves behind the last one and the head over all of them. Only a tree of exactly `before` leaves is added to.
create function ledger.seal(before bigint, sources smallint[], row_ids bigint[], hashes bytea[], at timestamptz,
    root bytea, frontier bytea, key_id text, signature bytea) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    size bigint;
begin
    perform pg_advisory_xact_lock(223171);
    select coalesce(max(h.size), 0) into size from public.ledger_head h;
    if size is distinct from before or cardinality(row_ids) = 0 then
        raise exception 'the tree has % leaves, not %', size, before using errcode = 'DBL03';
    end if;
    insert into public.ledger_leaf (seq, source, row_id, hash)
    select before + n - 1, s, r, h from unnest(sources, row_ids, hashes) with ordinality as u(s, r, h, n);
    size := before + cardinality(row_ids);
    insert into public.ledger_head (size, at, root, frontier, key_id, signature)
    values (size, at, root, frontier, key_id, signature);
    return size;
end $$;
revoke all on function ledger.seal(bigint, smallint[], bigint[], bytea[], timestamptz, bytea, bytea, text, bytea)
    from public;
grant execute on function ledger.seal(bigint, smallint[], bigint[], bytea[], timestamptz, bytea, bytea, text, bytea)
    to {app};

-- Moves a source's mark forward, never back.
create function ledger.move_mark(source smallint, done bigint, pending bigint, horizon xid8) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
    update public.ledger_mark m set done = $2, pending = $3, horizon = $4
    where m.source = $1 and m.done <= $2 and $2 <= $3
$$;
revoke all on function ledger.move_mark(smallint, bigint, bigint, xid8) from public;
grant execute on function ledger.move_mark(smallint, bigint, bigint, xid8) to {app};
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append")]
    operations = [
        statements(TABLES, FUNCTIONS),
        *(
            migrations.CreateModel(
                name, [(key, models.BigIntegerField(primary_key=True))], options={"managed": False, "db_table": table}
            )
            for name, table, key in (("Leaf", "ledger_leaf", "seq"), ("Head", "ledger_head", "size"))
        ),
    ]

"""Keys that a search goes by: indexes on expressions of the folded name, and the syllables that names are made of.

The folded name is made by the program and stored; what indexes need of it (first and last word, last two words) is
cut from it by the database at every write, whichever path wrote it. So a key can never lag behind a name.
"""

from typing import Any

from django.db import migrations, models

from diaban.core.sql import grant, statements
from diaban.core.text import fold

GIVEN = "split_part(fold, ' ', -1)"
ENDS = "(split_part(fold, ' ', 1) || ' ' || split_part(fold, ' ', -1))"
TAIL = "(split_part(fold, ' ', -2) || ' ' || split_part(fold, ' ', -1))"

INDEXES = [
    f"create index resident_ends_birth on people_resident ({ENDS}, birth_date)",
    f"create index resident_tail_birth on people_resident ({TAIL}, birth_date)",
    f"create index resident_given_birth on people_resident (({GIVEN}), birth_date)",
    f"create index resident_place_given on people_resident (place, ({GIVEN}), fold)",
    f"""create index resident_present_given on people_resident (present_place, ({GIVEN}), fold)
        where present_place is not null""",
    "create index resident_id_tail on people_resident (reverse(id_no)) where id_no is not null",
    "create index resident_phone on people_resident (phone) where phone <> ''",
    "create index household_code on people_household (code) where code <> ''",
    "create index alias_fold on people_alias (fold) where fold <> ''",
]

#: New syllables are noted with the names that bring them. No unique key: two offices that note the same one at a time
#: don't wait for each other, and a reader takes the two for one. Only what no one has noted yet is written.
NOTED = """
create function people.note_words() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into people_word (word, role)
  select f.word, f.role from (
    select distinct u.word, case when u.n = cardinality(s.words) then 'g' when u.n = 1 then 'f' else 'm' end as role
    from (select string_to_array(fold, ' ') as words from new_rows) s,
      unnest(s.words) with ordinality u(word, n)) f
  where not exists (select from people_word w where w.word = f.word and w.role = f.role);
  return null;
end $$
"""
RENAMED = """
create function people.note_renamed() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into people_word (word, role)
  select u.word, case when u.n = cardinality(s.words) then 'g' when u.n = 1 then 'f' else 'm' end
  from (select string_to_array(new.fold, ' ') as words) s, unnest(s.words) with ordinality u(word, n)
  where not exists (select from people_word w where w.word = u.word and w.role =
    case when u.n = cardinality(s.words) then 'g' when u.n = 1 then 'f' else 'm' end);
  return null;
end $$
"""
#: How often each syllable is met, from a sample of at most some hundred thousand residents: counts of syllables by
#: their place in a name, of no person. Run now and then by the clock, after imports above all.
COUNTED = """
create function people.count_words() returns boolean language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare
  known real;
  held real := (select greatest(reltuples, 0) from pg_class where oid = 'public.people_resident'::regclass);
  share real := least(100, 100 * 200000 / greatest(held, 1));
begin
  select residents into known from people_words_counted;
  if known is not null and abs(held - known) <= 0.2 * known then
    return false;
  end if;
  with s as (select string_to_array(fold, ' ') as words from people_resident tablesample system (share)),
  met as (
    select u.word, case when u.n = cardinality(s.words) then 'g' when u.n = 1 then 'f' else 'm' end as role,
      count(*) as seen
    from s, unnest(s.words) with ordinality u(word, n) group by 1, 2)
  update people_word w set seen = round(met.seen * 100 / share), written = default
  from met where met.word = w.word and met.role = w.role;
  delete from people_words_counted;
  insert into people_words_counted values (held);
  return true;
end $$
"""
WORDS = [
    "alter table people_word alter column written set default pg_current_xact_id()::text::bigint",
    "create table people_words_counted (residents real not null)",
    NOTED,
    RENAMED,
    COUNTED,
    "revoke all on function people.note_words(), people.note_renamed(), people.count_words() from public",
    "grant execute on function people.count_words() to {app}",
    """create trigger note_words after insert on people_resident referencing new table as new_rows
       for each statement execute function people.note_words()""",
    """create trigger note_renamed after update of fold on people_resident
       for each row when (new.fold is distinct from old.fold) execute function people.note_renamed()""",
    """insert into people_word (word, role)
       select distinct u.word, case when u.n = cardinality(s.words) then 'g' when u.n = 1 then 'f' else 'm' end
       from (select string_to_array(fold, ' ') as words from people_resident) s,
         unnest(s.words) with ordinality u(word, n)""",
    "select people.count_words()",
]


def fold_aliases(apps: Any, editor: Any) -> None:
    """Other names of those already in the register, a thousand at a time."""
    Alias = apps.get_model("people", "Alias")
    rows = Alias.objects.filter(kind="name", fold="").order_by("id")
    while batch := list(rows[:1000]):
        for alias in batch:
            alias.fold = fold(alias.value) or "-"
        Alias.objects.bulk_update(batch, ["fold"])


class Migration(migrations.Migration):
    dependencies = [("people", "0006_papers")]

    operations = [
        migrations.AddField("alias", "fold", models.TextField(db_collation="C", default="", db_default="", blank=True)),
        migrations.CreateModel(
            "Word",
            [
                ("id", models.BigAutoField(primary_key=True, auto_created=True, serialize=False, verbose_name="ID")),
                ("word", models.TextField(db_collation="C")),
                ("role", models.CharField(max_length=1)),
                ("seen", models.BigIntegerField(default=0, db_default=0)),
                ("written", models.BigIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["word", "role"], name="word_role"),
                    models.Index(fields=["written"], name="word_written"),
                ]
            },
        ),
        migrations.RunPython(fold_aliases, migrations.RunPython.noop),
        statements("set constraints all immediate", *INDEXES, *WORDS, "set constraints all deferred"),
        grant("select", "people_word"),
    ]

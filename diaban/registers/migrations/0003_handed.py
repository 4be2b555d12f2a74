"""Rows go to the commune where the person lives; registers are added by who keeps the settings.

Both functions act as the owner, for what they touch lies beyond the session's own ground: they tell of a matched
resident nothing but the commune, and they move rows that are the session's own.
"""

from django.db import migrations, models

from diaban.core.sql import among, grant, statements

HOME = f"""
create function registers.commune_of(line uuid) returns int
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select u.id from public.registers_row t
    join public.people_resident r on r.id = people.survivor(t.resident_id)
    join public.areas_within w on w.place_id = r.place
    join public.areas_unit u on u.id = w.unit_id and u.level = 3 and u.valid_to is null
  where t.id = line and access.actor() is not null and {among("t.place")} limit 1
$$;
revoke all on function registers.commune_of(uuid) from public;
grant execute on function registers.commune_of(uuid) to {{app}};
"""
MOVE = f"""
create function registers.hand_over(lines uuid[], homes uuid[], unit int) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if access.actor() is null then
    raise exception 'handing over needs an actor' using errcode = 'insufficient_privilege';
  end if;
  if not exists (select from public.areas_unit u where u.id = unit and u.level = 3 and u.valid_to is null) then
    raise exception 'rows are kept by a commune of today' using errcode = 'check_violation';
  end if;
  update public.registers_home h set place = unit, version = version + 1, updated_at = now()
    where h.id = any(homes) and h.state = 'active' and {among("h.place")};
  update public.registers_row r set place = unit, version = version + 1, updated_at = now()
    where r.id = any(lines) and r.state = 'active' and {among("r.place")};
end $$;
revoke all on function registers.hand_over(uuid[], uuid[], int) from public;
grant execute on function registers.hand_over(uuid[], uuid[], int) to {{app}};
"""
_WHY = [
    ("out_of_poverty", "Thoát nghèo, thoát cận nghèo"),
    ("not_listed", "Không còn trong đợt rà soát mới"),
    ("next_round", "Sang đợt rà soát mới"),
    ("moved", "Chuyển đi"),
    ("dead", "Đã mất"),
    ("ended", "Hết điều kiện hưởng"),
    ("twice", "Trùng dòng"),
    ("regrouped", "Chuyển sang diện khác"),
    ("handed", "Chuyển cho xã nơi cư trú"),
    ("undone", "Hoàn tác lần nhập"),
]


class Migration(migrations.Migration):
    dependencies = [("registers", "0002_rights"), ("people", "0011_merge"), ("review", "0003_handed"),
                    ("figures", "0009_merged_into")]  # fmt: skip

    operations = [
        *(
            migrations.AlterField(model, "why", models.TextField(blank=True, choices=_WHY, db_default="", default=""))
            for model in ("home", "row")
        ),
        statements(HOME, MOVE),
        grant("insert, update", "registers_definition", "registers_norm", "registers_round"),
    ]

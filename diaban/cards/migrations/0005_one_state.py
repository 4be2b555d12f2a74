"""A card is in one state at a time, came there lawfully, and says what its application's case says.

Case, application and card are written by statements of one transaction; whether they agree is asked as it commits.
"""

from __future__ import annotations

from django.db import migrations

from diaban.core.sql import statements

CHECKS = """
alter table cards_card
    add constraint card_reached check ((state in ('handed', 'ended')) = (handed_on is not null)
        and (state in ('handed', 'ended')) = (delivery <> '')),
    add constraint card_why check (case state when 'ended' then why in ('replaced', 'dead') when 'spoiled' then why <> ''
        when 'lost' then true else why = '' end),
    add constraint card_outdated_held check (outdated = '' or state in ('handed', 'ended')),
    add constraint card_handed_after check (handed_on >= issued_on);
"""

MOVES = """
create schema cards;
create function cards.check_move() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    if new.serial <> old.serial or new.application_id <> old.application_id or (old.state, new.state) not in (
        ('printed', 'arrived'), ('printed', 'lost'), ('printed', 'spoiled'), ('arrived', 'handed'),
        ('arrived', 'lost'), ('arrived', 'spoiled'), ('handed', 'ended'), ('ended', 'handed'))
    then
        raise exception using errcode = 'check_violation', constraint = 'card_move',
            message = format('card_move: a card does not go from %s to %s', old.state, new.state);
    end if;
    return new;
end $$;
revoke all on function cards.check_move() from public;
create trigger moved before update of serial, application_id, state on cards_card for each row
    when (old.serial <> new.serial or old.application_id <> new.application_id or old.state <> new.state)
    execute function cards.check_move();
"""

#: Printed, arrived and handed are told by the case and by the card; someone's death stops a case wherever its card is.
AGREE = """
create function cards.check_whole() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    about uuid;
    told record;
begin
    if tg_op = 'DELETE' then
        about := old.application_id;
    elsif tg_table_name = 'cards_card' then
        about := new.application_id;
    else
        about := new.id;
    end if;
    select c.state, c.closed_at is null as running, a.open, k.printed, k.arrived, k.reached into told
    from public.casework_case c left join public.cards_application a on a.id = c.id
    cross join lateral (
        select count(*) filter (where state = 'printed') as printed, count(*) filter (where state = 'arrived') as arrived,
            count(*) filter (where state in ('handed', 'ended')) as reached
        from public.cards_card where application_id = c.id
    ) k where c.id = about and c.kind = 'cards.application';
    if not found or told.open is distinct from told.running
        or told.running = (told.state in ('handed', 'refused', 'withdrawn', 'died'))
        or told.reached <> (told.state = 'handed')::int
        or told.state <> 'died' and told.printed <> (told.state = 'printed')::int
        or told.state <> 'died' and told.arrived <> (told.state in ('arrived', 'uncollected'))::int
        or told.printed + told.arrived > 1
    then
        raise exception using errcode = 'check_violation', constraint = 'card_whole',
            message = format('card_whole: of application %s the case, the record and the cards disagree', about);
    end if;
    return null;
end $$;
revoke all on function cards.check_whole() from public;
create constraint trigger whole after insert or update of state or delete on cards_card
    deferrable initially deferred for each row execute function cards.check_whole();
create constraint trigger whole_made after insert on cards_application
    deferrable initially deferred for each row execute function cards.check_whole();
create constraint trigger whole_open after update of open on cards_application
    deferrable initially deferred for each row when (old.open <> new.open) execute function cards.check_whole();
create constraint trigger whole_case after update of state, closed_at on casework_case
    deferrable initially deferred for each row
    when (new.kind = 'cards.application' and ((old.closed_at is null) <> (new.closed_at is null)
        or old.state <> new.state and (
            old.state in ('printed', 'arrived', 'uncollected', 'handed', 'refused', 'withdrawn', 'died')
            or new.state in ('printed', 'arrived', 'uncollected', 'handed', 'refused', 'withdrawn', 'died'))))
    execute function cards.check_whole();
"""


class Migration(migrations.Migration):
    dependencies = [("cards", "0004_whose"), ("casework", "0006_one_clock")]
    operations = [statements(CHECKS, MOVES, AGREE)]

-- id: postgres/overlap-not-excluded    title: periods that may overlap    since: 0.1
-- effect: correctness    severity: note    default: on    fix: none    prover: twin_row
-- basis: PostgreSQL manual 5.4.6, 8.17.10
with pairs as (
  select s.relation_id, s.id as start_id, s.number, s.name as starts, e.name as ends, s.name || ', ' || e.name as list
  from columns s join columns e on e.relation_id = s.relation_id and e.type_name = s.type_name and e.id <> s.id
  where s.type_name in ('timestamptz', 'timestamp', 'date')
    and (replace(s.attname, 'start', 'end') = e.attname and s.attname like '%start%' or s.attname like 'starts_%' and e.attname = 'ends_' || substr(s.attname, 8)
         or s.attname in ('valid_from', 'effective_from', 'active_from', 'booked_from', 'date_from', 'from_date') and e.attname in ('valid_to', 'valid_until', 'effective_to', 'effective_until', 'active_to', 'active_until', 'booked_to', 'booked_until', 'date_to', 'to_date')
         or s.attname in ('check_in', 'checkin', 'checkin_date', 'check_in_date', 'arrival_date') and e.attname in ('check_out', 'checkout', 'checkout_date', 'check_out_date', 'departure_date')
         or s.attname like 'begin%' and e.attname = replace(s.attname, 'begin', 'end'))
  union all
  select c.relation_id, c.id, c.number, c.name, null, c.name
  from columns c where c.type_name in ('tstzrange', 'tsrange', 'daterange')),
resources as (
  -- What the period takes up: not who booked it.
  select f.child_id as relation_id, f.name, f.attribute_id,
         row_number() over (partition by f.child_id order by has_word(f.attname, 'room desk seat table court vehicle car resource property unit apartment staff employee doctor provider book product item sku asset') desc, f.number) as place
  from foreign_key_columns f
  where f.child_id in (select relation_id from pairs) and f.not_null and not has_word(f.attname, 'customer user guest client patient order account tenant organization organisation creator by'))
select p.start_id as subject, t.name || '(' || r.name || ', ' || p.list || ')' as object, t.file, t.line,
       'two rows of ' || t.name || ' can hold the same ' || r.name || ' at overlapping times: a check in the application does not see what another session is inserting' as message
from pairs p
join tables t on t.id = p.relation_id
join resources r on r.relation_id = t.id and r.place = 1
where has_word(t.relname, 'booking bookings reservation reservations shift shifts appointment appointments price prices rental rentals lease leases stay stays tenancy tenancies occupancy occupancies allocation allocations rate rates')
  and not exists (select 1 from constraints c where c.relation_id = t.id and (c.type = 'exclusion' or c.definition like '%WITHOUT OVERLAPS%'))
  and not exists (select 1 from triggers g join functions f on f.id = g.function_id where g.relation_id = t.id and (f.body like '%overlap%' or f.body like '%&&%'))
group by t.id;

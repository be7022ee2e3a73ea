-- id: postgres/free-sequence-running-out    title: sequences of no column that run out of values    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: unsafe
-- basis: PostgreSQL manual 9.17, CREATE SEQUENCE
with free as (
  select *, case type when 'smallint' then 32767 when 'integer' then 2147483647 else 9223372036854775807 end as type_limit,
         case when increment > 0 then maximum else minimum end as last,
         coalesce(last_value, start - increment) as used
  from sequences q
  where owner_attribute_id is null and not cycles and not is_extension and persistence <> 'temporary'
    and not exists (select 1 from sequence_uses u where u.sequence_id = q.id)
    -- The default of a domain fills columns too.
    and not exists (select 1 from dependencies d where d.referenced_id = q.id and d.kind = 'type' and d.type = 'normal')),
counted as (
  -- A chosen end belongs to the START that was chosen with it; a high START below the end of the type is where an old system stood.
  select *, last in (type_limit, -1 - type_limit) as ends_with_type,
         case when last not in (type_limit, -1 - type_limit) then start when increment > 0 then minimum else maximum end as first
  from free),
judged as (
  select *, 100.0 * (abs(1.0 * used - first) + 1) / (abs(1.0 * last - first) + 1) as percent, abs((last - used) / increment) as remaining
  from counted
  where (used - first) * sign(increment) >= 0)
select id as subject, name as object,
       'sequence ' || name || ' has used ' || cast(percent as integer) || ' % of its values: nextval fails '
         || case remaining when 0 then 'now' else 'after ' || remaining || ' more' end as message,
       case remaining when 0 then 'error' else 'warning' end as severity,
       'let the sequence count in bigint' as fix_title,
       case when ends_with_type and type <> 'bigint' then 'ALTER SEQUENCE ' || name || ' AS bigint;' end as fix
from judged
where percent > 80;

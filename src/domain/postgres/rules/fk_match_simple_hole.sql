-- id: postgres/fk-match-simple-hole    title: composite foreign keys that a NULL switches off    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: manual    prover: loose_reference
-- basis: PostgreSQL manual 5.4.5
with holes as (
  -- One column is filled and nothing else checks it, another one may be NULL.
  select f.id, c.name as filled, n.name as missing, f.child_id
  from foreign_keys f
  join foreign_key_columns c on c.constraint_id = f.id
  join foreign_key_columns n on n.constraint_id = f.id and n.position <> c.position and not n.not_null
  where f.match_type <> 'full' and f.numbers like '% %'
    and not exists (
      select 1 from foreign_keys o join foreign_key_columns oc on oc.constraint_id = o.id
      where o.child_id = f.child_id and o.id <> f.id and oc.number = c.number
        and not exists (select 1 from foreign_key_columns m where m.constraint_id = o.id and m.number <> c.number and not m.not_null))
    -- A CHECK that ties the two: both or none.
    and not exists (select 1 from checks h where h.relation_id = f.child_id and (h.expression like '%NULL%' or h.expression like '%num_n%')
                      and ' ' || h.numbers || ' ' like '% ' || c.number || ' %' and ' ' || h.numbers || ' ' like '% ' || n.number || ' %'))
select f.id as subject, f.path as object, f.file, f.line,
       'with ' || min(h.missing) || ' NULL nothing is checked: ' || min(h.filled) || ' can hold what is not in ' || f.parent as message,
       'all or none' as fix_title,
       'ALTER TABLE ' || f.child || ' DROP CONSTRAINT ' || f.name || ', ADD CONSTRAINT ' || f.name || ' '
         || replace(f.definition, f.referenced_columns || ')', f.referenced_columns || ') MATCH FULL') || ';' as fix
from holes h join foreign_keys f on f.id = h.id
group by f.id;

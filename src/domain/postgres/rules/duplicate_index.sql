-- id: postgres/duplicate-index    title: duplicate indexes    since: 0.1
-- effect: cost    severity: warning    default: on    fix: safe    prover: index_served
-- basis: PostgreSQL manual 11.1
select i.id as subject, i.name as object, coalesce(p.file, t.file) as file, coalesce(p.line, t.line) as line,
       case when i.include_numbers <> o.include_numbers
              then o.name || ' on ' || r.name || '(' || o.columns || ') has the same keys and includes more'
            when v.kind = 'mirror' then 'the same as ' || o.name || ' on ' || r.name || '(' || o.columns || ') read backwards'
            else 'the same as ' || o.name || ' on ' || r.name || '(' || o.columns || ')' end
         || ': every write maintains both' as message,
       'drop the one that adds nothing' as fix_title,
       case when i.constraint_id is null then drop_index(i.id)
            else 'ALTER TABLE ' || r.name || ' DROP CONSTRAINT ' || c.name || ';' end as fix,
       -- The same pair on each partition is one mistake of whoever makes partitions.
       case when r.is_partition then r.parent_id || ':' || i.columns end as cause
from index_coverage v
join indexes i on i.id = v.index_id
join indexes o on o.id = v.covering_id
join relations r on r.id = i.relation_id
left join constraints c on c.id = i.constraint_id
left join places p on p.object_id = i.id left join places t on t.object_id = r.id
where v.kind in ('duplicate', 'mirror')
  and not i.is_extension and not r.is_extension and r.persistence <> 'temporary'
  -- Said by nonunique-twin-of-unique and pk-and-unique.
  and i.is_unique = o.is_unique and not (i.is_unique and o.is_primary and i.predicate is null);

-- id: postgres/entity-attribute-value    title: entity, attribute, value tables    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: manual    optional: rows    prover: nothing_refuses
-- basis: Karwin, SQL Antipatterns (2010), chapter 6
select t.id as subject, t.name as object, t.file, t.line,
       t.name || ' keeps attributes of ' || f.parent || ' as rows (' || a.name || ', ' || v.name
         || '): values have no type, no CHECK and no foreign key' as message
from tables t
join foreign_keys f on f.child_id = t.id and f.numbers not like '% %'
join columns a on a.relation_id = t.id and a.category = 'S'
  and a.attname in ('attribute', 'attribute_name', 'attr', 'attr_name', 'key', 'name', 'field', 'field_name', 'property', 'property_name', 'meta_key', 'param', 'param_name')
join columns v on v.relation_id = t.id and v.category = 'S' and v.attname in ('value', 'val', 'attribute_value', 'field_value', 'property_value', 'meta_value', 'param_value')
left join column_profile p on p.attribute_id = a.id
where exists (select 1 from keys k where k.relation_id = t.id and k.type in ('primary', 'unique')
                and ' ' || k.numbers || ' ' like '% ' || a.number || ' %'
                and ' ' || k.numbers || ' ' like '% ' || f.numbers || ' %')
  and not has_word(t.relname, 'setting settings config configuration configs i18n translation translations metadata preference preferences option options label labels tag tags header headers')
  and coalesce(p.different, 3) >= 3
group by t.id;

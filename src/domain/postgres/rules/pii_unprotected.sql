-- id: postgres/pii-unprotected    title: numbers that identify people or move money, unprotected    since: 0.1
-- effect: security    severity: note    default: on    fix: none
-- optional: rows    basis: PCI DSS 4.0 requirement 3; ISO/IEC 7812-1; ISO 13616-1
with kinds as (
  select c.*, case
    when matches(words(c.attname), '(^| )(credit card|debit card|card|cc|creditcard|payment card)( number| no| num)?$|(^| )(cardnumber|ccnumber|pan)$') and not has_word(c.attname, 'gift loyalty sim library business post id') then 'card'
    when matches(words(c.attname), '(^| )(cvv|cvc|cvv2|cvc2|card security code|security code card)$') then 'cvv'
    when has_word(c.attname, 'iban') or matches(words(c.attname), '(^| )bank account( number| no)?$') then 'bank'
    when matches(words(c.attname), '(^| )(ssn|social security( number| no)?|national id( number)?|passport( number| no)|tax payer id|taxpayer id|personnummer|nhs number)$') then 'person' end as kind
  from columns c
  where c.type_name in ('text', 'varchar', 'bpchar', 'citext', 'int8', 'numeric') and c.generated is null and coalesce(c.length, 99) > 4
    -- One of these words is in each of the kinds.
    and has_word(c.attname, 'card cc creditcard cardnumber ccnumber pan cvv cvc cvv2 cvc2 code iban account ssn security id passport payer taxpayer personnummer number'))
select k.id as subject, k.path as object, k.file, k.line,
       case when s.cards >= 0.8 * s.examined and s.examined > 0 then s.cards || ' of ' || s.examined || ' different values pass the check of card numbers'
            when s.ibans >= 0.8 * s.examined and s.examined > 0 then s.ibans || ' of ' || s.examined || ' different values pass the check of account numbers (IBAN)'
            when s.social_numbers >= 0.8 * s.examined and s.examined > 0 then s.social_numbers || ' of ' || s.examined || ' different values have the form of social security numbers'
            else 'by its name it holds ' || case k.kind when 'card' then 'card numbers' when 'cvv' then 'card security codes, which may not be kept at all'
                                                    when 'bank' then 'account numbers' else 'numbers of identity papers' end end
         || ', readable by every role with SELECT on ' || k.table_name as message,
       case when s.examined > 0 and (s.cards >= 0.8 * s.examined or s.ibans >= 0.8 * s.examined or s.social_numbers >= 0.8 * s.examined) then 'warning' end as severity
from kinds k
join tables t on t.id = k.relation_id
left join column_shapes s on s.attribute_id = k.id
where k.kind is not null and not t.row_security
  and not has_word(k.attname, 'hash hashed digest encrypted cipher masked last last4 token brand type kind holder name expires expiry')
  and (k.type_name not in ('int8', 'numeric') or k.kind in ('card', 'person'))
  -- Where rights are given column by column, without this one, it is protected.
  and not (exists (select 1 from grants g join attributes a on a.id = g.object_id where g.object_kind = 'column' and a.relation_id = k.relation_id)
           and not exists (select 1 from grants g where g.object_kind = 'column' and g.object_id = k.id and g.privilege = 'SELECT')
           and not exists (select 1 from grants g where g.object_kind = 'relation' and g.object_id = k.relation_id and g.privilege = 'SELECT'))
  and not exists (select 1 from constraints f where f.relation_id = k.relation_id and f.type = 'foreign' and ' ' || f.numbers || ' ' like '% ' || k.number || ' %')
  and not coalesce(s.examined >= 20 and s.cards + s.ibans + s.social_numbers = 0 and k.kind in ('card', 'bank'), 0);

-- Pairs: a query, and a rewrite that answers the same on every database that keeps the schema's constraints.

-- NOT IN over columns that are NOT NULL
select c.id from customers c where c.id not in (select o.customer_id from orders o);
select c.id from customers c where not exists (select 1 from orders o where o.customer_id = c.id);
-- NOT IN over a column that may be NULL, with the NULLs taken out on both sides
select c.id from customers c where c.id not in (select o.sales_person_id from orders o where o.sales_person_id is not null);
select c.id from customers c where not exists (select 1 from orders o where o.sales_person_id = c.id);
-- NOT IN that any NULL empties
select p.id from products p where p.id not in (select l.product_id from lines l);
select p.id from products p where not exists (select 1 from lines l where l.product_id = p.id or l.product_id is null);
-- a nullable left side: an empty list lets NULL through
select v.page from visits v where v.customer_id not in (select id from customers);
select v.page from visits v where (v.customer_id is not null and not exists (select 1 from customers c where c.id = v.customer_id)) or not exists (select 1 from customers);
-- IN and EXISTS
select v.page from visits v where v.customer_id in (select c.id from customers c where c.country = 'DE');
select v.page from visits v where exists (select 1 from customers c where c.id = v.customer_id and c.country = 'DE');
-- IN as a join on a unique key
select v.page, v.seconds from visits v where v.customer_id in (select c.id from customers c where c.city = 'Bonn');
select v.page, v.seconds from visits v join customers c on c.id = v.customer_id where c.city = 'Bonn';
-- DISTINCT in IN
select c.name from customers c where c.id in (select distinct o.customer_id from orders o where o.total > 100);
select c.name from customers c where c.id in (select o.customer_id from orders o where o.total > 100);
-- count as a question
select c.id from customers c where (select count(*) from orders o where o.customer_id = c.id) > 0;
select c.id from customers c where exists (select 1 from orders o where o.customer_id = c.id);
select c.id from customers c where (select count(*) from orders o where o.customer_id = c.id and o.state = 'paid') = 0;
select c.id from customers c where not exists (select 1 from orders o where o.customer_id = c.id and o.state = 'paid');
select c.id from customers c where (select count(o.sales_person_id) from orders o where o.customer_id = c.id) > 0;
select c.id from customers c where exists (select 1 from orders o where o.customer_id = c.id and o.sales_person_id is not null);
-- OR
select id from orders where customer_id = 5 or placed >= '2024-03-01';
select id from orders where customer_id = 5 union all select id from orders where placed >= '2024-03-01' and customer_id <> 5;
select page from visits where customer_id = 5 or seconds > 60;
select page from visits where customer_id = 5 union all select page from visits where seconds > 60 and (customer_id = 5) is not true;
select id from orders where coupon = 'A' or coupon = 'B' or coupon = 'C';
select id from orders where coupon in ('A', 'B', 'C');
select id from orders where coupon = 'A' or coupon is null;
select id from orders where coupon = 'A' union all select id from orders where coupon is null;
-- ranges of time
select id from orders where date_trunc('month', placed) = '2024-03-01';
select id from orders where placed >= timestamptz '2024-03-01' and placed < timestamptz '2024-04-01';
select id from orders where placed::date = '2024-03-10';
select id from orders where placed >= date '2024-03-10' and placed < date '2024-03-10' + 1;
select id from orders where extract(year from shipped) = 2024;
select id from orders where shipped >= '2024-01-01' and shipped < '2025-01-01';
select id from orders where to_char(due, 'YYYY-MM') = '2024-02';
select id from orders where due >= '2024-02-01' and due < '2024-03-01';
select id from orders where date_trunc('day', shipped) < '2024-03-01';
select id from orders where shipped < '2024-03-01';
select id from orders where date_trunc('day', shipped) <= '2024-03-01';
select id from orders where shipped < '2024-03-02';
select id from orders where date_trunc('month', placed) > '2024-03-01';
select id from orders where placed >= '2024-04-01';
select id from orders where placed at time zone 'UTC' >= '2024-03-01' and placed at time zone 'UTC' < '2024-03-02';
select id from orders where placed >= timestamp '2024-03-01' at time zone 'UTC' and placed < timestamp '2024-03-02' at time zone 'UTC';
-- arithmetic, casts, coalesce
select page from visits where seconds + 10 > 60;
select page from visits where seconds > 60 - 10;
select page from visits where customer_id::text = '42';
select page from visits where customer_id = 42;
select id from customers where coalesce(city, 'Bonn') = 'Bonn';
select id from customers where city = 'Bonn' or city is null;
select id from customers where coalesce(city, '') = 'Bonn';
select id from customers where city = 'Bonn';
select id from customers where coalesce(credit, 0) > 10;
select id from customers where credit > 10;
select id from customers where city is not distinct from 'Bonn';
select id from customers where city = 'Bonn';
select id from customers where city is distinct from 'Bonn';
select id from customers where city <> 'Bonn' or city is null;
select id from customers where not (credit > 10);
select id from customers where credit <= 10;
select id from customers where (credit > 10) is not true;
select id from customers where credit <= 10 or credit is null;
-- patterns
select id from products where left(sku, 3) = 'AB_';
select id from products where sku like 'AB\_%';
select id from products where sku like 'ABC';
select id from products where sku = 'ABC';
select id from customers where country = 'DE';
select id from customers where country = 'DE  ';
-- json
select id from orders where data ->> 'channel' = 'web';
select id from orders where data @> '{"channel": "web"}';
select id from products where attributes -> 'box' ->> 'colour' = 'red';
select id from products where attributes @> '{"box": {"colour": "red"}}';
-- correlated sub-selects
select c.id, (select count(*) from orders o where o.customer_id = c.id) as n from customers c;
select c.id, coalesce(o.n, 0) as n from customers c left join (select customer_id, count(*) as n from orders group by customer_id) o on o.customer_id = c.id;
select c.id, (select max(o.total) from orders o where o.customer_id = c.id and o.state = 'paid') as most from customers c;
select c.id, o.most from customers c left join (select customer_id, max(total) as most from orders where state = 'paid' group by customer_id) o on o.customer_id = c.id;
select o.id, (select c.name from customers c where c.id = o.sales_person_id) as seller from orders o;
select o.id, c.name as seller from orders o left join customers c on c.id = o.sales_person_id;
select v.page, (select c.name from customers c where c.nick = v.page) as name from visits v;
select v.page, c.name as name from visits v left join customers c on c.nick = v.page;
select o.id from orders o where o.total > (select avg(p.total) from orders p where p.customer_id = o.customer_id);
select o.id from orders o join (select customer_id, avg(total) as mean from orders group by customer_id) p on p.customer_id = o.customer_id where o.total > p.mean;
select o.id, o.total from orders o where o.placed = (select max(p.placed) from orders p where p.customer_id = o.customer_id);
select o.id, o.total from (select id, total, placed, max(placed) over (partition by customer_id) as newest from orders) o where o.placed = o.newest;
select c.id, (select o.id from orders o where o.customer_id = c.id order by o.placed desc, o.id desc limit 1) as newest from customers c;
select c.id, o.id as newest from customers c left join lateral (select id from orders where customer_id = c.id order by placed desc, id desc limit 1) o on true;
-- DISTINCT
select distinct c.id, c.name from customers c join orders o on o.customer_id = c.id where o.total > 10;
select c.id, c.name from customers c where exists (select 1 from orders o where o.customer_id = c.id and o.total > 10);
select distinct o.id, o.total, c.name from orders o join customers c on c.id = o.customer_id;
select o.id, o.total, c.name from orders o join customers c on c.id = o.customer_id;
select distinct country, count(*) from customers group by country;
select country, count(*) from customers group by country;
select distinct email, name from customers;
select email, name from customers;
select distinct page from visits;
select page from visits group by page;
-- joins
select o.id, o.total from orders o join customers c on c.id = o.customer_id;
select o.id, o.total from orders o;
select o.id from orders o join customers c on c.id = o.sales_person_id;
select o.id from orders o where o.sales_person_id is not null;
select o.id from orders o left join customers c on c.id = o.sales_person_id;
select o.id from orders o;
select o.id from orders o left join customers c on c.id = o.sales_person_id where c.city = 'Bonn';
select o.id from orders o join customers c on c.id = o.sales_person_id where c.city = 'Bonn';
select c.id from customers c left join orders o on o.customer_id = c.id where o.id is null;
select c.id from customers c where not exists (select 1 from orders o where o.customer_id = c.id);
select o.id from orders o join customers c on c.id = o.customer_id where o.customer_id > 3;
select o.id from orders o join customers c on c.id = o.customer_id where o.customer_id > 3 and c.id > 3;
-- groups
select country, count(*) from customers group by country having country = 'DE';
select country, count(*) from customers where country = 'DE' group by country;
select customer_id, sum(total) from orders group by customer_id having customer_id > 2 and count(*) > 1;
select customer_id, sum(total) from orders where customer_id > 2 group by customer_id having count(*) > 1;
select c.id, c.name, sum(o.total) from customers c join orders o on o.customer_id = c.id group by c.id, c.name;
select c.id, c.name, o.sum from customers c join (select customer_id, sum(total) as sum from orders group by customer_id) o on o.customer_id = c.id;
select c.id, count(o.id) from customers c left join orders o on o.customer_id = c.id group by c.id;
select c.id, coalesce(o.count, 0) as count from customers c left join (select customer_id, count(*) as count from orders group by customer_id) o on o.customer_id = c.id;
select c.id, count(*) from customers c left join orders o on o.customer_id = c.id group by c.id;
select c.id, greatest(coalesce(o.count, 0), 1) as count from customers c left join (select customer_id, count(*) as count from orders group by customer_id) o on o.customer_id = c.id;
select count(distinct page) from visits;
select count(page) from (select distinct page from visits) v;
select max(seconds) from visits;
select (select seconds from visits where seconds is not null order by seconds desc limit 1) as max;
select count(*) from visits where customer_id = 3;
select coalesce(sum(case when customer_id = 3 then 1 else 0 end), 0)::bigint as count from visits;
select count(*) filter (where state = 'paid') as paid from orders;
select count(case when state = 'paid' then 1 end) as paid from orders;
-- sets
select id from orders where state = 'paid' union select id from orders where state = 'sent';
select id from orders where state in ('paid', 'sent');
select id, 'a' as kind from orders union select id, 'b' from old_orders;
select id, 'a' as kind from orders union all select id, 'b' from old_orders;
select page from visits where seconds > 5 union select page from visits where seconds <= 5;
select distinct page from visits where seconds is not null;
select id from customers intersect select customer_id from orders;
select distinct c.id from customers c join orders o on o.customer_id = c.id;
select customer_id from visits except select customer_id from old_orders;
select distinct v.customer_id from visits v where not exists (select 1 from old_orders o where o.customer_id is not distinct from v.customer_id);
-- first of each group
select o.id, o.customer_id from (select id, customer_id, row_number() over (partition by customer_id order by placed desc, id) as rn from orders) o where o.rn <= 2;
select o.id, o.customer_id from customers c cross join lateral (select id, customer_id from orders where customer_id = c.id order by placed desc, id limit 2) o;
select o.id, o.customer_id from (select id, customer_id, row_number() over (partition by customer_id order by placed, id) as rn from orders) o where o.rn = 1;
select distinct on (customer_id) id, customer_id from orders order by customer_id, placed, id;
-- order and limit
select id, placed from orders order by placed, id limit 20 offset 40;
select id, placed from orders where (placed, id) > (select placed, id from orders order by placed, id limit 1 offset 39) order by placed, id limit 20;
select id from (select id, total from orders order by total) o where total > 5;
select id from orders where total > 5;
select id, total from orders order by total desc, id limit 3;
select id, total from (select id, total from orders) o order by total desc, id fetch first 3 rows only;
-- WITH
with big as materialized (select id, customer_id, total from orders where total > 100) select b.id from big b where b.customer_id = 3;
select id from orders where total > 100 and customer_id = 3;
with per as (select customer_id, count(*) as n from orders group by customer_id) select a.customer_id from per a where a.n = (select max(n) from per);
with per as not materialized (select customer_id, count(*) as n from orders group by customer_id) select a.customer_id from per a where a.n = (select max(n) from per);
select distinct customer_id from visits;
with recursive hops as ((select customer_id as value from visits where customer_id is not null order by 1 limit 1) union all select (select v.customer_id from visits v where v.customer_id > hops.value order by 1 limit 1) from hops where hops.value is not null) select value as customer_id from hops where value is not null union all (select customer_id from visits where customer_id is null limit 1);

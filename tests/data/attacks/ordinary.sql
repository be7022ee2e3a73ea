select 1
select version()
select now(), current_date, current_timestamp, localtime
select current_user, session_user, current_database(), current_schema
select count(*) from orders
select * from customers limit 5
select * from products order by price desc, id limit 10 offset 20
select id, name from products where price between 10 and 20
select id, name from products where category_id in (2, 3) and not (price > 50)
select distinct status from orders
select distinct on (customer_id) customer_id, id, placed from orders order by customer_id, placed desc
select status, count(*) from orders group by status order by 2 desc
select status, count(*) from orders group by status having count(*) > 50
select customer_id, count(*) as n, min(placed), max(placed) from orders group by customer_id order by n desc limit 10
select date_trunc('month', placed) as month, count(*) from orders group by 1 order by 1
select extract(dow from placed) as day, count(*) from orders group by 1 order by 1
select to_char(placed, 'YYYY-MM'), count(*) from orders group by 1
select date_part('year', placed), count(*) from orders group by 1
select c.name, count(o.id) from customers c left join orders o on o.customer_id = c.id group by c.id, c.name order by 2 desc
select c.name from customers c where not exists (select 1 from orders o where o.customer_id = c.id)
select c.name from customers c where exists (select from orders o where o.customer_id = c.id and o.status = 'returned')
select name from customers where id in (select customer_id from orders where status = 'paid')
select name from customers where id not in (select customer_id from orders where status = 'new')
select p.name, c.name from products p join categories c on c.id = p.category_id
select p.name, c.name2 from products p natural join (select id as category_id, name as category from categories) c (category_id, name2) left join categories d on d.id = c.category_id cross join categories e limit 3
select a.id, b.line from products a full join order_lines b on b.product_id = a.id where a.id is null or b.line is null
select * from products p right join categories c using (id)
select o.id, l.total from orders o cross join lateral (select sum(quantity * price) as total from order_lines l where l.order_id = o.id) l order by l.total desc nulls last limit 5
select c.id, recent.id from customers c left join lateral (select id from orders o where o.customer_id = c.id order by placed desc limit 1) recent on true
select sum(quantity * price) from order_lines
select avg(price), stddev(price), variance(price), stddev_pop(price), var_samp(price) from products
select percentile_cont(0.5) within group (order by price) from products
select percentile_cont(array[0.25, 0.5, 0.75]) within group (order by price) from products
select percentile_disc(0.9) within group (order by price) from products
select mode() within group (order by status) from orders
select category_id, percentile_cont(0.95) within group (order by price) from products group by category_id
select corr(quantity, price), covar_pop(quantity, price), regr_slope(quantity, price), regr_r2(quantity, price) from order_lines
select count(*) filter (where status = 'paid') as paid, count(*) filter (where status = 'sent') as sent from orders
select sum(amount) filter (where paid > '2024-03-01') from payments
select bool_and(active), bool_or(active), every(active) from customers
select string_agg(name, ', ' order by name) from categories
select array_agg(distinct status) from orders
select array_agg(name order by price desc) from products where category_id = 2
select json_agg(c) from categories c
select jsonb_agg(jsonb_build_object('id', id, 'name', name) order by id) from categories
select json_object_agg(name, id) from categories
select jsonb_object_agg(name, price) from products where id < 5
select bit_and(id), bit_or(id) from products
select count(distinct customer_id), count(note), count(*) from orders
select rank() over (order by price desc), name from products
select dense_rank() over (partition by category_id order by price), name from products
select row_number() over (), id from orders limit 10
select ntile(4) over (order by salary), name from employees
select percent_rank() over (order by salary), cume_dist() over (order by salary) from employees
select lag(placed) over (partition by customer_id order by placed), lead(placed, 2) over (partition by customer_id order by placed) from orders
select id, placed - lag(placed) over w as gap from orders window w as (partition by customer_id order by placed)
select first_value(name) over (partition by department order by salary), last_value(name) over (partition by department order by salary rows between unbounded preceding and unbounded following), nth_value(name, 2) over (partition by department order by salary) from employees
select at, value, avg(value) over (partition by device order by at rows between 5 preceding and current row) from measurements
select at, value, avg(value) over (partition by device order by at range between interval '1 hour' preceding and current row) from measurements
select at, sum(value) over (order by at groups between 1 preceding and 1 following exclude current row) from measurements limit 20
select sum(amount) over (order by paid rows unbounded preceding) from payments
select name, salary, salary - avg(salary) over (partition by department) from employees
select sum(count(*)) over (order by date_trunc('day', placed)), date_trunc('day', placed) from orders group by 2
select category_id, sum(price), grouping(category_id) from products group by rollup (category_id)
select department, manager_id, count(*) from employees group by cube (department, manager_id)
select status, customer_id, count(*) from orders group by grouping sets ((status), (customer_id), ())
select status, date_trunc('month', placed), count(*) from orders group by grouping sets ((status, date_trunc('month', placed)), (status))
with totals as (select customer_id, sum(total) as total from order_totals group by 1) select c.name, t.total from totals t join customers c on c.id = t.customer_id order by 2 desc limit 5
with a as (select 1 as x), b as (select x + 1 as y from a) select * from a, b
with recent as materialized (select * from orders where placed > '2024-02-01') select count(*) from recent
with recent as not materialized (select * from orders) select count(*) from recent where status = 'new'
with recursive n (i) as (select 1 union all select i + 1 from n where i < 10) select sum(i) from n
with recursive tree as (select id, name, 1 as depth from categories where parent_id is null union all select c.id, c.name, t.depth + 1 from categories c join tree t on c.parent_id = t.id) select * from tree order by depth
with recursive tree as (select id, name, array[id] as path from categories where parent_id is null union all select c.id, c.name, t.path || c.id from categories c join tree t on c.parent_id = t.id where not c.id = any (t.path)) select repeat('  ', cardinality(path)) || name from tree order by path
with recursive boss as (select id, manager_id, name from employees where id = 20 union select e.id, e.manager_id, e.name from employees e join boss b on e.id = b.manager_id) select name from boss
with recursive fib (a, b) as (values (0, 1) union all select b, a + b from fib where b < 1000) select a from fib
select id from products union select product_id from order_lines order by 1 limit 5
select id from products union all select id from customers
select id from products intersect select product_id from order_lines
select id from products except select product_id from order_lines
values (1, 'a'), (2, 'b')
select * from (values (1, 'one'), (2, 'two')) as v (n, word) where n = 1
table categories
select * from generate_series(1, 10) as n
select d::date from generate_series('2024-01-01'::timestamptz, '2024-01-31', interval '1 day') d
select d.day, count(o.id) from generate_series(date '2024-01-01', date '2024-01-31', interval '1 day') as d (day) left join orders o on o.placed::date = d.day group by 1 order by 1
select unnest(tags), count(*) from products group by 1 order by 2 desc
select t.tag, t.place from products p, unnest(p.tags) with ordinality as t (tag, place) where p.id = 1
select * from unnest(array[1, 2], array['a', 'b']) as t (n, s)
select * from products where tags @> array['tag1']
select * from products where tags && array['tag1', 'tag2'] and cardinality(tags) = 2
select * from products where 'tag3' = any (tags)
select array_length(tags, 1), tags[1], tags[1:2] from products limit 3
select array_to_string(tags, '|'), array_position(tags, 'tag1'), array_remove(tags, 'tag1'), array_append(tags, 'x'), array_cat(tags, tags) from products limit 3
select array(select id from products where price > 80 order by id)
select (array[10, 20, 30])[2], array[[1, 2], [3, 4]], array_fill(0, array[3])
select attributes ->> 'colour', count(*) from products group by 1
select attributes -> 'parts' -> 0 from products limit 5
select attributes #>> '{parts,1}' from products limit 5
select * from products where attributes @> '{"colour": "red"}'
select * from products where attributes ? 'size' and (attributes ->> 'size')::int > 5
select * from products where attributes ?| array['size', 'x']
select id, jsonb_array_elements_text(attributes -> 'parts') from products limit 5
select p.id, e.key, e.value from products p, jsonb_each(p.attributes) e where p.id < 4
select jsonb_object_keys(attributes), count(*) from products group by 1
select jsonb_path_query(body, '$.items[*].sku') from events limit 5
select jsonb_path_exists(body, '$.items[*] ? (@.n > 2)') from events limit 5
select * from events where body @? '$.items[*] ? (@.n == 3)'
select * from events where body @@ '$.user == 3'
select jsonb_path_query_array(body, '$.items[*].n'), jsonb_path_query_first(body, '$.user') from events limit 3
select jsonb_set(body, '{user}', '5'), jsonb_insert(body, '{x}', '1'), body - 'user', body || '{"a": 1}' from events limit 2
select jsonb_pretty(body), jsonb_typeof(body -> 'user'), jsonb_strip_nulls(body) from events limit 1
select x.sku, sum(x.n) from events, jsonb_to_recordset(body -> 'items') as x (sku text, n integer) group by 1 order by 2 desc limit 5
select * from jsonb_to_record('{"a": 1, "b": "x"}') as t (a integer, b text)
select row_to_json(c), to_jsonb(c) ->> 'name' from categories c
select body['user'] from events limit 3
select jsonb_build_array(1, 'a', null, true), json_build_object('a', 1), to_json('x'::text)
select * from json_each_text('{"a": 1}')
select json_array_length('[1, 2]'), '{"a": [1]}'::json -> 'a'
select name from products where name like 'Red%'
select name from products where name ilike '%RUNNING%' limit 5
select name from products where name similar to '(Red|Blue)%' limit 5
select name from products where name ~ '^Red.*[0-9]{2}$'
select name from products where name ~* 'blue' and name !~ '1'
select regexp_replace(name, '[0-9]+', '#', 'g') from products limit 5
select regexp_matches(name, '([A-Z]\w+) (\w+)') from products limit 5
select regexp_split_to_table('a,b;c', '[,;]')
select (regexp_match(sku, '-(\d+)$'))[1]::int from products limit 5
select split_part(email::text, '@', 2), count(*) from customers group by 1
select lower(name), upper(name), initcap(name), length(name), reverse(name), md5(name) from customers limit 3
select substring(name from 1 for 3), left(name, 2), right(name, 2), position('a' in name), overlay(name placing 'x' from 1) from customers limit 3
select trim(both ' ' from '  a '), ltrim('xxa', 'x'), rtrim('axx', 'x'), btrim('xax', 'x'), lpad('1', 3, '0'), rpad('1', 3, '0')
select concat('a', 1, null, true), concat_ws('-', 'a', null, 'b'), format('%s is %I and %L', 'a', 'b c', 'd')
select replace(name, 'Name', 'N'), translate(name, 'abc', 'xyz'), repeat('-', 3), ascii('a'), chr(97), strpos(name, 'e') from customers limit 2
select encode(sha256('a'::bytea), 'hex'), decode('616263', 'hex'), encode('abc'::bytea, 'base64')
select name || ' <' || email || '>' from customers limit 3
select starts_with(name, 'Name'), name collate "C" from customers order by name collate "C" limit 3
select quote_literal('a''b'), quote_ident('a b'), quote_nullable(null)
select id, name, similarity(name, 'red runing') from products where name % 'red running product' order by 3 desc limit 5
select name, name <-> 'blue product' as distance from products order by distance limit 5
select word_similarity('red', name), show_trgm('cat') from products limit 2
select name from products where search @@ to_tsquery('english', 'run & product') limit 5
select name, ts_rank(search, q) from products, plainto_tsquery('english', 'red running') q where search @@ q order by 2 desc limit 5
select name from products where search @@ websearch_to_tsquery('english', '"running product" -blue') limit 5
select ts_headline('english', name, phraseto_tsquery('english', 'running product')) from products limit 2
select to_tsvector('simple', 'a fat cat'), to_tsvector('a b'), tsvector_to_array(search), numnode('a & b'::tsquery) from products limit 1
select setweight(to_tsvector('english', name), 'A') || to_tsvector('english', sku) from products limit 2
select ts_rank_cd(search, 'run'::tsquery), strip(search), length(search) from products limit 2
select * from ts_debug('english', 'fat cats')
select * from ts_parse('default', 'a b'), ts_token_type('default') limit 3
select age(born), extract(year from age(born)) from customers limit 5
select now() - interval '7 days', date '2024-01-31' + interval '1 month', timestamptz '2024-01-01' at time zone 'Europe/Berlin'
select placed at time zone 'UTC', placed::date, placed::time, timezone('America/New_York', placed) from orders limit 3
select make_date(2024, 2, 29), make_timestamp(2024, 1, 1, 0, 0, 0), make_interval(days => 3), to_timestamp(1700000000), to_date('2024-02-01', 'YYYY-MM-DD')
select date_bin('15 minutes', at, timestamptz '2024-01-01'), avg(value) from measurements group by 1 order by 1 limit 5
select extract(epoch from placed), extract(week from placed), extract(quarter from placed), isfinite(placed) from orders limit 3
select justify_days(interval '40 days'), justify_hours(interval '30 hours'), interval '1 day' * 3, (timestamp '2024-01-02' - timestamp '2024-01-01')
select (date '2024-01-01', date '2024-02-01') overlaps (date '2024-01-15', date '2024-03-01')
select count(*) from orders where placed >= current_date - 30 or placed < now()
select clock_timestamp() - statement_timestamp() < interval '1 minute'
select room, during, upper(during) - lower(during) from bookings limit 3
select * from bookings where during @> timestamptz '2024-01-01 05:30' or during && tstzrange('2024-01-01', '2024-01-02')
select int4range(1, 10) * int4range(5, 15), numrange(1, 2) + numrange(2, 3), int4range(1, 5) @> 3, isempty(int4range(1, 1))
select lower_inc(during), upper_inc(during), lower_inf(during), range_merge(during, during) from bookings limit 2
select a.id, b.id from bookings a join bookings b on a.during && b.during and a.id < b.id limit 3
select daterange('2024-01-01', '2024-02-01', '[]'), upper(daterange('2024-01-01', null))
select abs(-1), ceil(1.2), floor(1.8), round(1.255, 2), trunc(1.9), sign(-3), mod(7, 3), power(2, 10), sqrt(16), exp(1), ln(2), log(100), log(2, 8)
select sin(1), cos(1), tan(1), atan2(1, 1), degrees(pi()), radians(180), cbrt(27), gcd(12, 18), lcm(4, 6), factorial(5)
select greatest(1, 2, 3), least(1, 2), nullif(1, 1), coalesce(null, 2), num_nulls(1, null), width_bucket(5, 0, 10, 5)
select 7 / 2, 7 % 3, 2 ^ 3, |/ 16, @ -5, 5 & 3, 5 | 3, 5 # 3, ~1, 1 << 4, 16 >> 2
select random() between 0 and 1, gen_random_uuid() is not null
select id from products order by random() limit 3
select case when price < 10 then 'cheap' when price < 50 then 'middle' else 'dear' end as class, count(*) from products group by 1
select case status when 'new' then 1 else 0 end from orders limit 3
select price::integer, price::text, cast(price as double precision), '5'::int, true::int, 1::boolean, '{1,2}'::int[], '1 day'::interval from products limit 2
select width_bucket(price, 0, 100, 10) as bucket, count(*), min(price), max(price) from products group by 1 order by 1
select to_char(1234567.891, 'FM999,999,999.00'), to_number('1,234', '9,999'), to_char(now(), 'Day'), to_hex(255)
select ip, host(ip), masklen(ip), family(ip), network(set_masklen(ip, 24)), ip << inet '10.0.0.0/8' from customers limit 3
select options -> 'a', options ? 'a', akeys(options), hstore_to_jsonb(options) from products limit 3
select (each(options)).key from products limit 3
select (home).city, count(*) from customers group by 1 order by 2 desc
select home, row(1, 'a'), (row(1, 2)) = (row(1, 2)) from customers limit 2
select discount, discount + 1 from customers where email = 'USER1@example.com'
select email from customers where email in ('User5@Example.com', 'x@y.z')
select spot, spot <-> point '(0,0)', spot <@ box '((0,0),(5,5))', circle(spot, 2), spot[0] from measurements limit 3
select area(box '((0,0),(2,2))'), length(path '((0,0),(3,4))'), point(1, 2) ~= point(1, 2), center(circle '((0,0),2)')
select xmlelement(name a, xmlattributes(1 as b), 'c'), xmlforest(1 as x), xmlconcat('<a/>', '<b/>'), xpath('/a/text()', '<a>1</a>')
select * from xmltable('/r/a' passing '<r><a n="1"/><a n="2"/></r>' columns n integer path '@n')
select id::text::bytea, '\x41'::bytea, get_byte('\x41'::bytea, 0), octet_length('ä'), bit_length('a'), b'101' & b'100', set_bit(b'000', 1, 1) from products limit 1
select * from order_totals order by total desc limit 5
select * from best_sellers order by sold desc limit 5
select customer_id, avg(total) from order_totals group by 1 having avg(total) > 100
select price, net(price) from products limit 5
select full_label(name, category_id) from products limit 5
select * from ordered_since('2024-03-01') limit 5
select net(sum(amount)) from payments
select product(price) from products where id < 5
select product(quantity) over (partition by order_id order by line) from order_lines limit 5
select count(*) from payments where id < 500
select tableoid::regclass, count(*) from payments group by 1
select * from payments where paid between '2024-01-05' and '2024-01-06'
select ctid, xmin, * from categories
select * from products tablesample bernoulli (10) repeatable (1)
select * from products tablesample system (50)
select o.* from orders o where (o.customer_id, o.placed) in (select customer_id, max(placed) from orders group by customer_id)
select * from orders where customer_id = (select id from customers order by joined desc limit 1)
select * from orders where placed > all (select paid from payments where amount > 88)
select * from products where price > (select avg(price) from products)
select p.*, (select count(*) from order_lines l where l.product_id = p.id) from products p order by 1 limit 3
select * from products where (category_id, price) > (3, 50) order by category_id, price limit 5
select * from orders where note is not null and status is distinct from 'new'
select * from customers where active is true and born is null
select id from orders order by placed desc nulls first fetch first 5 rows only
select id, price from products order by price desc fetch first 3 rows with ties
select count(*) from (select 1 from orders limit 10) x
select x.a from (select id as a from products) x where x.a % 2 = 0
select 'a' as "Name with blanks", 1 as "select"
select date_trunc('week', placed)::date as week, status, sum(total) from orders join order_totals using (id, customer_id, placed) group by 1, 2 order by 1, 2
select c.id, c.name, coalesce(sum(l.quantity * l.price), 0) as revenue from customers c left join orders o on o.customer_id = c.id left join order_lines l on l.order_id = o.id group by c.id order by revenue desc limit 20
select cohort, count(*) from (select date_trunc('month', min(placed)) as cohort from orders group by customer_id) x group by 1 order by 1
select a.product_id, b.product_id, count(*) from order_lines a join order_lines b on a.order_id = b.order_id and a.product_id < b.product_id group by 1, 2 order by 3 desc limit 5
select id, sum(n) over (order by id) from (select id, case when gap > interval '1 day' then 1 else 0 end as n from (select id, placed - lag(placed) over (order by placed) as gap from orders) g) s limit 5
select device, max(at), min(value), (array_agg(value order by at desc))[1] as last from measurements group by device
select percentile_cont(0.99) within group (order by total) - percentile_cont(0.5) within group (order by total) from order_totals
select r.n, p.name from (select product_id, rank() over (order by sum(quantity) desc) as n from order_lines group by product_id) r join products p on p.id = r.product_id where r.n <= 3
select year, sum(total) filter (where q = 1) as q1, sum(total) filter (where q = 2) as q2 from (select extract(year from placed) as year, extract(quarter from placed) as q, total from order_totals) x group by year
select round(100.0 * count(*) filter (where status = 'returned') / count(*), 2) || ' %' from orders
select count(*), pg_size_pretty(pg_total_relation_size('orders')) from orders
select pg_size_pretty(pg_database_size(current_database()))
select relname, pg_size_pretty(pg_relation_size(oid)), pg_table_size(oid), pg_indexes_size(oid) from pg_class where relkind = 'r' order by pg_relation_size(oid) desc limit 5
select relname, n_live_tup, n_dead_tup, last_autovacuum from pg_stat_user_tables order by 2 desc
select relname, indexrelname, idx_scan from pg_stat_user_indexes
select schemaname, tablename, indexname, indexdef from pg_indexes where schemaname = 'public'
select table_name, column_name, data_type, is_nullable from information_schema.columns where table_schema = 'public' order by 1, ordinal_position
select table_name, table_type from information_schema.tables where table_schema = 'public'
select tc.table_name, kcu.column_name, ccu.table_name from information_schema.table_constraints tc join information_schema.key_column_usage kcu using (constraint_name) join information_schema.constraint_column_usage ccu using (constraint_name) where tc.constraint_type = 'FOREIGN KEY'
select conname, pg_get_constraintdef(oid) from pg_constraint where conrelid = 'orders'::regclass
select pg_get_viewdef('order_totals'::regclass, true)
select pg_get_indexdef(indexrelid), indisunique from pg_index where indrelid = 'products'::regclass
select proname, pg_get_functiondef(oid) from pg_proc where proname = 'net'
select attname, format_type(atttypid, atttypmod), attnotnull from pg_attribute where attrelid = 'products'::regclass and attnum > 0
select n_distinct, most_common_vals, correlation from pg_stats where tablename = 'orders'
select nspname from pg_namespace where nspname !~ '^pg_'
select rolname, rolsuper, rolcreatedb from pg_roles
select datname, pg_encoding_to_char(encoding), datcollate from pg_database
select extname, extversion from pg_extension
select name, default_version from pg_available_extensions where installed_version is null limit 5
select enumlabel from pg_enum e join pg_type t on t.oid = e.enumtypid where typname = 'status' order by enumsortorder
select enum_range(null::status), enum_first(null::status)
select locktype, mode, granted from pg_locks where pid = pg_backend_pid()
select pid, state, wait_event from pg_stat_activity where datname = current_database()
select name, setting, unit from pg_settings where name in ('work_mem', 'shared_buffers')
select current_setting('TimeZone'), current_setting('server_version_num')::int, current_setting('app.user', true)
select blks_hit, blks_read, xact_commit from pg_stat_database where datname = current_database()
select sequencename, last_value from pg_sequences
select obj_description('orders'::regclass), col_description('orders'::regclass, 1)
select has_table_privilege('orders', 'select'), pg_has_role('pg_monitor', 'member'), has_schema_privilege('public', 'usage')
select pg_is_in_recovery(), pg_postmaster_start_time() < now(), pg_backend_pid() > 0
select inhrelid::regclass, pg_get_expr(relpartbound, inhrelid) from pg_inherits join pg_class on pg_class.oid = inhrelid where inhparent = 'payments'::regclass
select * from pg_partition_tree('payments')
select conname, confrelid::regclass, conkey from pg_constraint where contype = 'f'
select to_regclass('public.orders'), 'orders'::regclass::oid = to_regclass('orders')::oid, to_regtype('integer'), pg_typeof(1)
select tgname from pg_trigger where not tgisinternal
select schemaname, viewname from pg_views where schemaname = 'public'
select policyname, qual from pg_policies
explain select * from orders where customer_id = 5
explain (costs off) select count(*) from orders o join customers c on c.id = o.customer_id
explain analyze select * from products where price > 50
explain (analyze, buffers, format json) select * from order_totals
explain (analyze, buffers, verbose, settings) select customer_id, count(*) from orders group by 1
explain (format yaml) select 1
explain verbose select * from best_sellers
select 1 where false
select null, null::text is null, true and null, not false
select * from orders where id = 999999999
select (select max(id) from orders), (select min(id) from orders)
select distinct (placed::date) from orders order by 1 limit 5
select count(*) from orders where status = any ('{new,paid}'::status[])
select count(*) from orders where status > 'new'
select max(status), min(status) from orders
select id, greatest(placed, now()), least(placed, now()) from orders limit 2
select id % 10 as bucket, count(*), sum(count(*)) over (order by id % 10) from orders group by 1
select e.name, m.name as manager, e.salary > m.salary as earns_more from employees e left join employees m on m.id = e.manager_id
select department, avg(salary)::int, max(salary) - min(salary) from employees group by department order by 2
select name, salary, rank() over (partition by department order by salary desc) as r from employees order by department, r
select department from employees group by department having min(salary) < 1200 and max(salary) > 1500
select date_trunc('day', at) as day, device, round(avg(value)::numeric, 2) from measurements group by 1, 2 order by 1, 2
select kind, count(*), count(distinct body ->> 'user') from events group by kind
select body ->> 'user' as "user", count(*) filter (where kind = 'buy')::float / count(*) as rate from events group by 1 order by 2 desc limit 5
select at::date, kind, count(*) from events group by 1, 2 order by 1, 2
select e.id, item ->> 'sku', (item ->> 'n')::int from events e cross join jsonb_array_elements(e.body -> 'items') item limit 5
select u, array_agg(kind order by at) from (select body ->> 'user' as u, kind, at from events) x group by u limit 5
select string_to_array('a,b', ','), array_upper(array[1, 2], 1), array_ndims(array[[1]]), array[1, 2] <@ array[1, 2, 3], array[1] || 2
select to_json(now()), to_jsonb(array[1, 2]), jsonb '{"a": 1}' = jsonb '{"a": 1.0}'
select min(name), max(name), min(joined), max(ip) from customers
select sum(case when active then 1 else 0 end), avg(case when born < '1970-01-01' then 1.0 else 0 end) from customers
select coalesce(nullif(trim(note), ''), 'none'), count(*) from orders group by 1 order by 2 desc limit 3
select lower(name) from customers where lower(name) = 'name 7'
select id from orders where placed::date = date '2024-02-01'
select count(*) from customers where born between date '1960-01-01' and date '1970-01-01'
select a, b from (values (1, 2), (3, 4)) t (a, b) where a + b > 3 order by b desc
select x, x ^ 2 as square from generate_series(1, 5) x
select n, sum(n) over (rows between 1 preceding and 1 following) from generate_series(1, 5) n
select md5(string_agg(id::text, ',' order by id)) from products
select * from products p where p.id in (select product_id from best_sellers order by sold desc limit 3)
select s.status, coalesce(n, 0) from unnest(enum_range(null::status)) s (status) left join (select status, count(*) as n from orders group by 1) o using (status)
select count(*) from orders a, orders b where a.id = b.id
select l.* from order_lines l join orders o on (l.order_id = o.id and o.status in ('paid', 'sent')) where l.quantity >= 3 order by l.price * l.quantity desc limit 10
select id from products where name like any (array['Red%', 'Blue%'])
select id from products where name not like all (array['%1%', '%2%'])
select count(*) from products where sku ~ '^sku-[0-9]+$' and length(sku) between 5 and 7
select width_bucket(salary, array[1000, 1300, 1600]), count(*) from employees group by 1
select extract(hour from at)::int as hour, avg(value), count(*) from measurements group by hour order by hour
select array_agg(x) from (select unnest(tags) as x from products order by 1 limit 5) t
select pg_column_size(body), octet_length(body::text) from events limit 3
select pg_relation_size('orders'), pg_total_relation_size('public.orders'::regclass)
with d as (select date '2024-01-01' + n as day from generate_series(0, 6) n) select to_char(day, 'Dy'), day from d
with x as (select * from products where price > 50), y as (select category_id, count(*) from x group by 1) select c.name, y.count from y join categories c on c.id = y.category_id order by 2

-- A shop, for statements that people ask every day.
create extension pg_trgm;
create extension citext;
create extension hstore;
create type status as enum ('new', 'paid', 'sent', 'returned');
create domain email as citext check (value ~ '^[^@]+@[^@]+$');
create domain percent as numeric check (value between 0 and 100);
create type address as (street text, city text, zip text);
create table categories (id integer primary key, parent_id integer references categories, name text not null unique);
create table products (id integer primary key generated always as identity, category_id integer not null references categories, sku text not null unique, name text not null,
  price numeric(10, 2) not null check (price >= 0), tags text[] not null default '{}', attributes jsonb not null default '{}', options hstore, weight real, added date not null,
  search tsvector generated always as (to_tsvector('english', name)) stored);
create table customers (id integer primary key generated always as identity, email email not null unique, name text not null, born date, home address, discount percent, joined timestamptz not null, ip inet, active boolean not null default true);
create table orders (id bigint primary key generated always as identity, customer_id integer not null references customers, status status not null default 'new', placed timestamptz not null, note text);
create table order_lines (order_id bigint references orders, line integer, product_id integer not null references products, quantity integer not null, price numeric(10, 2) not null, primary key (order_id, line));
create table payments (id integer primary key, order_id bigint references orders, paid timestamptz not null, amount numeric(10, 2) not null) partition by range (id);
create table payments_1 partition of payments for values from (0) to (500);
create table payments_2 partition of payments for values from (500) to (100000);
create table bookings (id integer primary key, room integer not null, during tstzrange not null, exclude using gist (during with &&) where (room = 0));
create table employees (id integer primary key, manager_id integer references employees, name text not null, salary integer not null, department text not null);
create table measurements (device integer, at timestamptz, value double precision, spot point);
create table events (id bigint generated always as identity, at timestamptz, kind text, body jsonb);
insert into categories values (1, null, 'all'), (2, 1, 'books'), (3, 2, 'novels'), (4, 1, 'music'), (5, 2, 'science');
insert into products (category_id, sku, name, price, tags, attributes, options, weight, added)
  select 2 + i % 4, 'sku-' || i, (array['Red', 'Blue', 'Green', 'Quick'])[1 + i % 4] || ' running product ' || i, 1 + i % 90, array['tag' || i % 5, 'tag' || i % 7],
  jsonb_build_object('size', i % 10, 'colour', (array['red', 'blue'])[1 + i % 2], 'parts', jsonb_build_array(i, i + 1)), hstore('a', i::text), i / 7.0, date '2024-01-01' + i from generate_series(1, 120) i;
insert into customers (email, name, born, home, discount, joined, ip)
  select 'user' || i || '@example.com', 'Name ' || i, date '1960-01-01' + i * 97, row('Street ' || i, 'City ' || i % 9, lpad(i::text, 5, '0'))::address, i % 30, timestamptz '2023-01-01' + i * interval '1 day', ('10.0.0.' || i % 250)::inet from generate_series(1, 100) i;
insert into orders (customer_id, status, placed, note) select 1 + i * 7 % 100, (array['new', 'paid', 'sent', 'returned'])[1 + i % 4]::status, timestamptz '2024-01-01' + i * interval '7 hours', case when i % 3 = 0 then 'note ' || i end from generate_series(1, 400) i;
insert into order_lines select 1 + i % 400, i / 400, 1 + i * 13 % 120, 1 + i % 5, 1 + i % 50 from generate_series(1, 1000) i;
insert into payments select i, 1 + i % 400, timestamptz '2024-01-02' + i * interval '5 hours', 10 + i % 80 from generate_series(1, 600) i;
insert into bookings select i, 1 + i % 5, tstzrange('2024-01-01'::timestamptz + i * interval '1 hour', '2024-01-01'::timestamptz + (i + 1) * interval '1 hour') from generate_series(1, 50) i;
insert into employees select i, case when i > 1 then i / 3 + case when i / 3 = 0 then 1 else 0 end end, 'Employee ' || i, 1000 + i * 37 % 900, (array['it', 'sales', 'hr'])[1 + i % 3] from generate_series(1, 40) i;
insert into measurements select i % 5, timestamptz '2024-05-01' + i * interval '10 minutes', sin(i / 10.0) * 10, point(i % 10, i % 7) from generate_series(1, 500) i;
insert into events (at, kind, body) select timestamptz '2024-06-01' + i * interval '3 minutes', (array['click', 'view', 'buy'])[1 + i % 3], jsonb_build_object('user', i % 20, 'items', jsonb_build_array(jsonb_build_object('sku', 'sku-' || i, 'n', i % 4))) from generate_series(1, 300) i;
create index on products using gin (tags);
create index on products using gin (attributes jsonb_path_ops);
create index on products using gin (name gin_trgm_ops);
create index on products using gin (search);
create index on customers (lower(name));
create index on orders (placed) where status = 'new';
create view order_totals as select o.id, o.customer_id, o.placed, sum(l.quantity * l.price) as total from orders o join order_lines l on l.order_id = o.id group by o.id;
create materialized view best_sellers as select product_id, sum(quantity) as sold from order_lines group by product_id;
create function net(price numeric) returns numeric language sql immutable as 'select round(price / 1.19, 2)';
create function full_label(text, integer) returns text language sql stable as $$ select $1 || ' (' || coalesce((select name from categories where id = $2), '?') || ')' $$;
create function ordered_since(timestamptz) returns setof orders language sql stable as 'select * from orders where placed >= $1';
create aggregate product(numeric) (sfunc = numeric_mul, stype = numeric, initcond = '1');
analyze;

create schema audit;
create type mood as enum ('sad', 'ok', 'happy');
create domain email as text check (value like '%@%');
create type pair as (a integer, b text);
create sequence ticket start 100;
create table customers (
  id bigint generated always as identity primary key,
  name text not null,
  mail email,
  state varchar(20) not null default 'new' check (state in ('new', 'old')),
  feeling mood default 'ok',
  place pair,
  born date,
  constraint name_known unique (name)
);
create table orders (
  id bigserial primary key,
  customer_id bigint not null references customers,
  number integer not null default nextval('ticket'),
  total numeric(10, 2) not null default 0,
  gross numeric generated always as (total * 1.2) stored,
  note text,
  placed_at timestamptz not null default now(),
  constraint total_positive check (total >= 0)
);
create index orders_customer on orders (customer_id);
create index orders_open on orders (placed_at desc) include (total) where note is null;
create table events (id bigint, at timestamptz not null, kind text) partition by range (at);
create table events_2024 partition of events for values from ('2024-01-01') to ('2025-01-01');
create table events_2025 partition of events for values from ('2025-01-01') to ('2026-01-01');
create index events_at on events (at);
create table base_item (id integer, label text);
create table special_item (extra text) inherits (base_item);
create table audit.log (id bigint primary key, what text, who text);
create unlogged table audit.scratch (id integer);
create function audit.note(what text, who text default 'nobody') returns void language sql as $$ insert into audit.log values (1, what, who) $$;
create function touch() returns trigger language plpgsql as $$ begin new.placed_at := now(); return new; end $$;
create function full_name(c customers) returns text language sql stable as $$ select c.name $$;
create procedure cleanup() language sql as $$ delete from audit.scratch $$;
create aggregate total_of(integer) (sfunc = int4pl, stype = integer, initcond = '0');
create trigger orders_touch before update on orders for each row execute function touch();
create view open_orders as select o.id, o.total, c.name from orders o join customers c on c.id = o.customer_id where o.note is null;
create view big_orders with (security_barrier) as select * from open_orders where total > 100;
create materialized view daily as select placed_at::date as day, sum(total) as total from orders group by 1;
create unique index daily_day on daily (day);
create rule log_is_kept as on delete to audit.log do instead nothing;
alter table customers enable row level security;
create policy own_row on customers using (name = current_user);
create policy insert_row on customers for insert with check (name <> '');
create statistics orders_stat (dependencies) on customer_id, number from orders;
create publication feed for table orders, customers;
create role reader;
create role writer;
grant select on orders, customers to reader;
grant insert (note), update (note) on orders to writer;
grant usage on schema audit to reader;
alter default privileges in schema audit grant select on tables to reader;
comment on table orders is 'what was bought';
comment on column orders.note is 'free text';
create collation german (provider = icu, locale = 'de');
create text search configuration plain (copy = simple);

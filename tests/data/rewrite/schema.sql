-- Tables with the traps that rewrites fall into: columns that may be NULL, rows without a key, char(n), time zones,
-- a foreign key that is not validated, a composite key, a UNIQUE that lets many NULLs in.
create type order_state as enum ('new', 'paid', 'sent', 'lost');

create table customers (
    id bigint primary key,
    email text not null unique,
    nick text unique,
    name text,
    country char(2),
    city varchar(40),
    born date,
    made timestamptz not null,
    credit numeric(10, 2),
    referrer_id bigint references customers
);

create table products (
    id int primary key,
    sku text not null unique,
    name text not null,
    category text,
    price numeric(10, 2) not null check (price >= 0),
    attributes jsonb
);

create table orders (
    id bigint primary key,
    customer_id bigint not null references customers,
    sales_person_id bigint references customers,
    state order_state not null,
    total numeric(10, 2) not null,
    discount numeric(10, 2),
    placed timestamptz not null,
    shipped timestamp,
    due date,
    coupon text,
    data jsonb
);
create index on orders (customer_id, placed);
create index on orders (placed);

create table lines (
    order_id bigint not null references orders,
    n int not null,
    product_id int references products,
    quantity int not null check (quantity > 0),
    price numeric(10, 2),
    primary key (order_id, n)
);
create index on lines (product_id);

-- No key at all: equal rows are allowed and meant.
create table visits (
    customer_id bigint,
    page text,
    seen timestamptz,
    seconds int
);

create table old_orders (
    id bigint primary key,
    customer_id bigint,
    total numeric(10, 2)
);
alter table old_orders add constraint old_orders_customer foreign key (customer_id) references customers not valid;

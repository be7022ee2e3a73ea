-- The bookshop after some years: rows for the tables that grow. Behind the migrations of examples/bookshop.
insert into customers (email, full_name, password_hash, tier_id, created_at)
  select 'reader' || g || '@grown.example', 'Reader ' || g, '$argon2id$' || md5(g::text), 1 + g % 3, timestamptz '2022-01-01 00:00+00' + g * interval '30 minutes'
  from generate_series(1, 60000) g;
insert into addresses (customer_id, line1, city, postal_code, country_code)
  select c.id, c.id || ' High Street', 'City ' || c.id % 700, lpad((c.id % 9999)::text, 5, '0'), (array(select code from countries order by code))[1 + c.id % 3]
  from customers c;
insert into orders (order_number, customer_id, status, currency, total, placed_at)
  select 'G' || lpad(g::text, 11, '0'), 1 + abs(hashint4(g)::bigint) % 60000, case when g % 97 = 0 then 'new' when g % 53 = 0 then 'paid' when g % 41 = 0 then 'cancelled' else 'fulfilled' end,
    'EUR', (g % 9000) / 7.0 + 1, timestamptz '2023-01-01 00:00+00' + g * interval '6 minutes'
  from generate_series(1, 240000) g where 1 + abs(hashint4(g)::bigint) % 60000 in (select id from customers);
insert into order_lines (order_id, line_no, book_id, title_snapshot, quantity, unit_price)
  select o.id, n, 1 + abs(hashint8(o.id * 7 + n)::bigint) % 360, 'Title ' || o.id % 400, 1 + o.id % 3, 9.5 from orders o, generate_series(1, 2) n
  where o.order_number like 'G%';
insert into payments (order_id, provider, provider_reference, amount, currency, status, created_at)
  select o.id, 'card', 'ref' || o.id, 10, 'EUR', case when o.id % 211 = 0 then 'authorised' else 'captured' end, o.placed_at from orders o where o.order_number like 'G%';
insert into sessions (customer_id, token_hash, ip_address, user_agent, created_at, expires_at)
  select c.id, sha256(c.email::text::bytea), '10.0.0.1', 'Browser', timestamptz '2025-10-01 00:00+00' + c.id * interval '1 minute', timestamptz '2025-10-08 00:00+00' + c.id * interval '1 minute'
  from customers c where c.email like 'reader%@grown.example';
insert into page_views (viewed_at, visitor_id, book_id, path)
  select timestamptz '2025-09-01 00:00+00' + g * interval '26 seconds', md5('visitor' || abs(hashint4(g)::bigint) % 9000)::uuid, 1 + g % 360, '/books/' || g % 360
  from generate_series(1, 290000) g;
insert into search_queries (searched_at, visitor_id, terms, result_count)
  select timestamptz '2025-09-01 00:00+00' + g * interval '50 seconds', md5('visitor' || g % 9000)::uuid, 'term ' || g % 3000, g % 12 from generate_series(1, 150000) g;
insert into wishlists (customer_id, name) select c.id, 'Later' from customers c where c.id % 2 = 0;
insert into wishlist_items (wishlist_id, book_id, position) select w.id, 1 + (w.id * 7 + n) % 360, n from wishlists w, generate_series(1, 3) n where w.name = 'Later';

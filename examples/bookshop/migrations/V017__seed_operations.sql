SELECT setseed(0.1949);

INSERT INTO stock_levels (book_id, warehouse_id, on_hand, reorder_at, updated_at)
SELECT b.id, w.id, floor(random() * 60), 3 + floor(random() * 8), timestamptz '2025-11-01 06:00+00' + random() * interval '28 days'
FROM books b, warehouses w WHERE random() < 0.6;

INSERT INTO stock_movements (warehouse_code, book_id, quantity, reason, moved_at)
SELECT (ARRAY['LDS', 'LDS', 'BER', 'BER', 'PAR'])[1 + floor(random() * 5)], 1 + floor(random() * 360),
       CASE WHEN random() < 0.3 THEN 10 + floor(random() * 40) ELSE -1 - floor(random() * 3) END,
       (ARRAY['delivery', 'sale', 'sale', 'return', 'loss', 'count'])[1 + floor(random() * 6)],
       timestamptz '2025-06-01 00:00+00' + random() * interval '180 days'
FROM generate_series(1, 800) g;

INSERT INTO stock_counts (warehouse_id, book_id, counted_on, copies)
SELECT warehouse_id, book_id, date '2025-11-03' + floor(random() * 20)::integer, greatest(0, on_hand + floor(random() * 3)::integer - 1)
FROM stock_levels WHERE random() < 0.4;

INSERT INTO stock_reservations (order_id, book_id, quantity, expires_at)
SELECT l.order_id, l.book_id, l.quantity, o.placed_at + interval '30 minutes' + l.line_no * interval '4 seconds'
FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE o.status = 'new' AND l.quantity > 0;

INSERT INTO stock_transfers (book_id, quantity, from_warehouse_id, from_shelf, to_warehouse_id, to_shelf, requested_at)
SELECT 1 + floor(random() * 360), 1 + floor(random() * 12), f.warehouse_id, f.label, t.warehouse_id, t.label,
       timestamptz '2025-09-01 00:00+00' + random() * interval '80 days'
FROM (SELECT row_number() OVER (ORDER BY random()) AS n, * FROM shelves) f
JOIN (SELECT row_number() OVER (ORDER BY random()) AS n, * FROM shelves) t ON t.n = f.n;

INSERT INTO reviews (book_id, customer_id, rating, headline, body, status, is_flagged, created_at)
SELECT DISTINCT ON (b, c) b, c, 1 + floor(5 * sqrt(random())),
       (ARRAY['Could not put it down', 'Not for me', 'A gem', 'Slow start', 'Read it twice', 'Lovely edition'])[1 + floor(random() * 6)],
       CASE WHEN random() < 0.6 THEN 'Chapter ' || (1 + floor(random() * 30)) || ' stayed with me for days.' ELSE '' END,
       CASE WHEN random() < 0.85 THEN 'approved' WHEN random() < 0.5 THEN 'pending' ELSE 'rejected' END, random() < 0.02,
       timestamptz '2024-08-01 00:00+00' + random() * interval '480 days'
FROM (SELECT 1 + floor(random() * 360)::bigint AS b, 1 + floor(random() * 420)::bigint AS c FROM generate_series(1, 800)) pick;
-- The old shop called a review "new" until somebody had read it; those are "pending" now.
ALTER TABLE reviews ADD CONSTRAINT reviews_status_check CHECK (status IN ('pending', 'approved', 'rejected'));

INSERT INTO book_ratings SELECT book_id, round(avg(rating), 2), count(*) FROM reviews WHERE status = 'approved' GROUP BY book_id;

INSERT INTO carriers (carrier_name, tracking_url) VALUES
    ('Royal Parcel Post', 'https://royalparcel.example/t/'), ('Gelber Bote Paketdienst', 'https://gelberbote.example/v/'),
    ('Northern Cycle Couriers Cooperative', 'https://cyclecouriers.example/'), ('Transmanche Messageries Express', 'https://transmanche.example/s/');

INSERT INTO carrier_rates (carrier_name, country_code, service, price, currency)
SELECT c.carrier_name, k.code, s.service, round((2 + random() * 12)::numeric, 2), (ARRAY['EUR', 'GBP'])[1 + floor(random() * 2)]
FROM carriers c, countries k, (VALUES ('standard'), ('tracked'), ('express')) s (service) WHERE random() < 0.6;
INSERT INTO carrier_rates (carrier_name, country_code, service, price, currency)
SELECT carrier_name, NULL, 'standard', 19.5, 'EUR' FROM carriers;

INSERT INTO tax_rates (country_code, region, vat_rate) VALUES
    ('AT', NULL, 0.10), ('BE', NULL, 0.06), ('CH', NULL, 0.026), ('DE', NULL, 0.07), ('ES', NULL, 0.04), ('ES', 'Canarias', 0),
    ('FR', NULL, 0.055), ('FR', 'Corse', 0.021), ('GB', NULL, 0), ('IE', NULL, 0), ('IT', NULL, 0.04), ('NL', NULL, 0.09), ('PL', NULL, 0.05);

INSERT INTO pickup_points (carrier_name, name, latest_drop_off)
SELECT c.carrier_name, (ARRAY['Station kiosk', 'Corner shop', 'Library desk', 'Petrol station'])[1 + floor(random() * 4)] || ' ' || g,
       (make_time(16 + floor(random() * 5)::integer, 30 * floor(random() * 2)::integer, 0) || '+01')::timetz
FROM carriers c, generate_series(1, 8) g;

INSERT INTO shipments (order_id, warehouse_id, carrier_name, tracking_number, delivery_address, weight_grams, status, dispatched_at, created_at)
SELECT o.id, 1 + floor(random() * 3), c.name, upper(substr(md5('parcel' || o.id || '/' || n), 1, 10 + floor(random() * 5)::integer)) || 'GB',
       a.line1 || ', ' || a.postal_code || ' ' || a.city || ', ' || a.country_code, 200 + floor(random() * 2800),
       CASE WHEN random() < 0.85 THEN 'delivered' ELSE (ARRAY['picking', 'packed', 'handed_over', 'in_transit', 'at_depot', 'out_for_delivery',
           'refused', 'lost', 'returned'])[1 + floor(random() * 9)] END,
       o.placed_at + random() * interval '3 days', o.placed_at + interval '2 hours'
FROM orders o, generate_series(1, 2) n, LATERAL (SELECT * FROM addresses a WHERE a.customer_id = o.customer_id LIMIT 1) a,
     LATERAL (SELECT (ARRAY['Royal Parcel Post', 'Gelber Bote Paketdienst', 'Northern Cycle Couriers Cooperative',
                            'Transmanche Messageries Express'])[1 + floor(random() * 4 + 0 * o.id)::integer] AS name) c
WHERE o.status = 'fulfilled' AND (n = 1 OR random() < 0.1);

INSERT INTO shipment_events (shipment_id, description, happened_at)
SELECT s.id, e.description, s.dispatched_at + e.n * interval '9 hours' + random() * interval '8 hours'
FROM shipments s, (VALUES (1, 'Accepted at the warehouse'), (2, 'Sorted'), (3, 'With the driver')) e (n, description)
WHERE (s.id + e.n) % 2 = 0;

INSERT INTO returns (order_id, reason, received_at)
SELECT order_id, (ARRAY['damaged', 'wrong book', 'unwanted gift'])[1 + floor(random() * 3)],
       (dispatched_at + random() * interval '30 days') AT TIME ZONE 'Europe/London'
FROM shipments WHERE status IN ('refused', 'returned');
INSERT INTO delivery_notes (shipment_id, printed_at) SELECT id, created_at FROM shipments WHERE id % 6 = 0;
INSERT INTO credit_notes (refund_id, printed_at) SELECT id, created_at FROM refunds WHERE random() < 0.8;

INSERT INTO staff_shifts (staff_id, starts_at, ends_at)
SELECT s.id, d + interval '8 hours' + floor(random() * 3) * interval '2 hours', d + interval '16 hours' + floor(random() * 3) * interval '1 hour'
FROM staff s, generate_series(timestamptz '2025-11-03 00:00+00', '2025-11-23', '1 day') d WHERE random() < 0.6;
INSERT INTO staff_sessions (staff_id, token, created_at)
SELECT id, md5('one' || id) || md5('two' || id), timestamptz '2025-11-20 07:00+00' + random() * interval '5 days' FROM staff, generate_series(1, 1);
INSERT INTO staff_notes (staff_id, order_id, customer_id, book_id, note)
SELECT 1 + floor(random() * 24), CASE WHEN g % 3 = 0 THEN g END, CASE WHEN g % 3 = 1 THEN g END, CASE WHEN g % 3 = 2 THEN g END,
       (ARRAY['Called back.', 'Waiting for the publisher.', 'Asked for a signed copy.'])[1 + floor(random() * 3)]
FROM generate_series(1, 150) g;

INSERT INTO affiliates (email, site_url, password)
SELECT 'partner' || g || '@blogs.example', 'https://blog' || g || '.example',
       (ARRAY['sunflower', 'Paperback', 'longwinter', 'mrs dalloway'])[1 + g % 4] || (17 * g)
FROM generate_series(1, 40) g;

INSERT INTO coupons (code, percent_off, amount_off, category_ids, valid_from, valid_until, max_uses)
SELECT (ARRAY['SPRING', 'READER', 'SCHOOL', 'NIGHT'])[1 + floor(random() * 4)] || to_char(100 + g, 'FM000'),
       CASE WHEN g % 2 = 0 THEN 5 * (1 + floor(random() * 6)) END, CASE WHEN g % 2 = 1 OR g % 14 = 0 THEN 2 + floor(random() * 8) END,
       CASE WHEN random() < 0.8 THEN (SELECT string_agg(c.id::text, ',' ORDER BY c.id) FROM categories c
            WHERE c.id IN (1 + g % 4, 5 + g % 3, 8 + g % 5, 13)) END,
       timestamptz '2025-01-01 00:00+00' + g * interval '1 day', CASE WHEN random() < 0.5 THEN timestamptz '2026-01-01 00:00+00' ELSE 'infinity' END,
       100 * (1 + floor(random() * 20))
FROM generate_series(1, 160) g;
INSERT INTO coupon_redemptions (coupon_id, order_id, redeemed_at)
SELECT 1 + floor(random() * 160), id, placed_at FROM orders WHERE random() < 0.15;

INSERT INTO wishlists (customer_id, name)
SELECT 1 + floor(random() * 420), (ARRAY['Birthday', 'To read', 'For the baby', 'Summer'])[1 + floor(random() * 4)] FROM generate_series(1, 320);
INSERT INTO wishlist_items (wishlist_id, book_id, position, added_at)
SELECT w.id, CASE WHEN random() < 0.015 THEN 2000 + floor(random() * 300) ELSE 1 + floor(random() * 360) END, n,
       timestamptz '2025-03-01 00:00+00' + random() * interval '250 days'
FROM wishlists w, generate_series(1, 5) n WHERE n <= 2 + w.id % 4;
INSERT INTO wishlist_shares (wishlist_id, customer_ids)
SELECT id, ARRAY[1 + floor(random() * 420), 1 + floor(random() * 420)]::bigint[] FROM wishlists WHERE random() < 0.3;
INSERT INTO carts (id, customer_id, contents)
SELECT md5('cart' || g)::uuid, CASE WHEN random() < 0.6 THEN 1 + floor(random() * 420) END,
       json_build_array(json_build_object('book', 1 + floor(random() * 360), 'copies', 1))
FROM generate_series(1, 250) g;

INSERT INTO sessions (id, customer_id, token_hash, ip_address, user_agent, created_at, expires_at)
SELECT md5('session' || g)::uuid, 1 + floor(random() * 420), sha256(('token' || g)::bytea),
       '203.0.113.' || floor(random() * 255), (ARRAY['Firefox', 'Chrome', 'Safari', 'Bookshop app'])[1 + floor(random() * 4)], t, t + interval '14 days'
FROM (SELECT g, timestamptz '2025-11-01 00:00+00' + random() * interval '27 days' AS t FROM generate_series(1, 700) g) made;
INSERT INTO session_cache (session_id, rendered) SELECT id, jsonb_build_object('agent', user_agent) FROM sessions LIMIT 60;

INSERT INTO page_views (viewed_at, visitor_id, book_id, path, referrer_url)
SELECT timestamptz '2025-09-01 00:00+00' + random() * interval '90 days', md5('visitor' || floor(random() * 400))::uuid,
       CASE WHEN random() < 0.8 THEN 1 + floor(random() * 360) END, '/books/' || floor(random() * 360),
       CASE WHEN random() < 0.5 THEN 'https://search.example/?q=' || md5(g::text) END
FROM generate_series(1, 800) g;
INSERT INTO search_queries (searched_at, visitor_id, terms, result_count)
SELECT timestamptz '2025-10-01 00:00+00' + random() * interval '55 days', md5('visitor' || floor(random() * 400))::uuid,
       (ARRAY['lighthouse', 'crime summer', 'poetry', 'signed', 'bread', 'winter novel'])[1 + floor(random() * 6)], floor(random() * 80)
FROM generate_series(1, 600);
INSERT INTO email_deliveries (recipient, template, sent_at)
SELECT c.email, (ARRAY['receipt', 'dispatched', 'welcome', 'reset'])[1 + floor(random() * 4)], o.placed_at + random() * interval '2 minutes'
FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.id % 5 = 0;

INSERT INTO suppliers (name, country_code, phone1, phone2, phone3)
SELECT n, k, '+44 113 496 0' || to_char(100 + row_number() OVER (), 'FM000'), CASE WHEN random() < 0.4 THEN '+44 113 496 0' || to_char(200 + floor(random() * 99), 'FM000') END,
       CASE WHEN random() < 0.1 THEN '+44 113 496 0999' END
FROM (VALUES ('Gardiner Wholesale', 'GB'), ('Libri Nord', 'DE'), ('Distribution Seine', 'FR'), ('Boekhuis Utrecht', 'NL'), ('Celtic Book Supply', 'IE'),
             ('Alpen Grosso', 'AT'), ('Iberica de Libros', 'ES'), ('Padana Libri', 'IT')) v (n, k);
INSERT INTO supplier_contacts (supplier_id, full_name, job_title, phone)
SELECT 1 + g % 8, 'Contact ' || chr(64 + g), CASE WHEN g % 2 = 0 THEN 'Sales' ELSE 'Accounts' END, '+44 113 496 0' || (300 + g) FROM generate_series(1, 20) g;
INSERT INTO purchase_orders (supplier_id, is_draft, is_sent, is_confirmed, is_received, is_cancelled, created_at)
SELECT 1 + floor(random() * 8), k = 1, k = 2, k = 3, k = 4, k = 5, timestamptz '2025-01-01 00:00+00' + random() * interval '300 days'
FROM (SELECT 1 + floor(random() * 5) AS k FROM generate_series(1, 220)) s;
INSERT INTO purchase_order_lines (purchase_order_id, book_id, quantity, unit_cost)
SELECT DISTINCT ON (p.id, b) p.id, b, 5 + floor(random() * 40), round((2 + random() * 15)::numeric, 2)
FROM purchase_orders p, generate_series(1, 3) n, LATERAL (SELECT 1 + floor(random() * 360 + 0 * p.id + 0 * n)::bigint AS b) pick;
INSERT INTO supplier_invoices (supplier_id, invoice_number, invoice_total, currency, due_on)
SELECT 1 + floor(random() * 8), 'INV-' || to_char(g, 'FM0000'), round((50 + random() * 3000)::numeric, 2), (ARRAY['EUR', 'GBP'])[1 + floor(random() * 2)],
       date '2025-02-01' + floor(random() * 300)::integer
FROM generate_series(1, 180) g;
INSERT INTO supplier_catalogue (supplier_name, supplier_city, supplier_phone, isbn, list_price, currency, subjects)
SELECT s.name, s.city, s.phone, b.isbn, round((3 + random() * 30)::numeric, 2), (ARRAY[978, 826])[1 + floor(random() * 2)],
       ARRAY[(ARRAY['FA', 'FF', 'DC', 'WB', 'WT'])[1 + floor(random() * 5)]]
FROM books b, (VALUES ('Gardiner Wholesale', 'Leeds', '+44 113 496 0101'), ('Northern Remainders', 'Leeds', '+44 113 496 0107'),
                      ('Libri Nord', 'Hamburg', '+49 40 5550 101'), ('Elbe Antiquariat', 'Hamburg', '+49 40 5550 140'),
                      ('Distribution Seine', 'Paris', '+33 1 5550 0131')) s (name, city, phone)
WHERE random() < 0.4;

SELECT setseed(0.1922);

INSERT INTO customers (email, full_name, phone, password_hash, tier_id, marketing_opt_in, created_at)
SELECT lower(f) || '.' || lower(l) || g || '@' || (ARRAY['post', 'mail', 'inbox'])[1 + floor(random() * 3)] || '.example', f || ' ' || l,
       CASE WHEN random() < 0.7 THEN '+44 7700 ' || to_char(900000 + floor(random() * 99999), 'FM000000') END,
       '$argon2id$v=19$m=65536,t=3,p=4$' || encode(decode(md5('salt' || g), 'hex'), 'base64') || '$' || md5('hash' || g),
       CASE WHEN random() < 0.75 THEN 1 WHEN random() < 0.8 THEN 2 ELSE 3 END,
       CASE WHEN random() < 0.35 THEN true WHEN random() < 0.5 THEN false END,
       timestamptz '2023-04-01 00:00+00' + random() * interval '870 days'
FROM (SELECT g, (ARRAY['Alice', 'Bruno', 'Chloe', 'Daniel', 'Eva', 'Farid', 'Gwen', 'Hana', 'Ivo', 'Julia', 'Karim', 'Lena', 'Marco',
                       'Nadia', 'Owen', 'Paula'])[1 + floor(random() * 16)] AS f,
             (ARRAY['Archer', 'Bauer', 'Conti', 'Dupont', 'Evans', 'Fischer', 'Garcia', 'Hughes', 'Ito', 'Jensen', 'Klein', 'Lopez',
                    'Meyer', 'Novak', 'Olsen', 'Peters'])[1 + floor(random() * 16)] AS l
      FROM generate_series(1, 420) g) made;
UPDATE customers SET referred_by_id = 1 + floor(random() * (id - 1)) WHERE id > 20 AND id % 11 = 0;

INSERT INTO addresses (customer_id, line1, line2, line3, city, postal_code, country_code)
SELECT c.id, (1 + floor(random() * 180)) || ' ' ||
           (ARRAY['High Street', 'Mill Lane', 'Station Road', 'Church Walk', 'Market Square'])[1 + floor(random() * 5)],
       CASE WHEN random() < 0.3 THEN 'Flat ' || (1 + floor(random() * 40)) END, CASE WHEN random() < 0.05 THEN 'c/o Library' END,
       p.city, to_char(floor(random() * 99999), 'FM00000'), p.country
FROM customers c, generate_series(1, 2) n,
     LATERAL (SELECT 1 + floor(random() * 14 + 0 * c.id + 0 * n)::integer AS k) pick
     JOIN (VALUES (1, 'Dublin', 'IE'), (2, 'Dublin', 'US'), (3, 'Paris', 'FR'), (4, 'Paris', 'US'), (5, 'Birmingham', 'GB'),
                  (6, 'Birmingham', 'US'), (7, 'Berlin', 'DE'), (8, 'Berlin', 'US'), (9, 'Valencia', 'ES'), (10, 'Valencia', 'US'),
                  (11, 'Leeds', 'GB'), (12, 'Utrecht', 'NL'), (13, 'Vienna', 'AT'), (14, 'Vienna', 'US')) p (k, city, country)
       ON p.k = pick.k
WHERE n = 1 OR c.id % 3 = 0;
UPDATE customers c SET default_address_id = (SELECT min(a.id) FROM addresses a WHERE a.customer_id = c.id) WHERE c.id % 5 <> 0;

INSERT INTO notification_preferences
SELECT id, random() < 0.9, random() < 0.4, random() < 0.3, random() < 0.5, random() < 0.1 FROM customers;

INSERT INTO customer_profiles (customer_id, biography, favourite_quote, reading_goal, google_plus_url, skype)
SELECT id, 'Reads on trains.', CASE WHEN random() < 0.2 THEN 'So it goes.' END, CASE WHEN random() < 0.5 THEN 5 + floor(random() * 60) END,
       CASE WHEN random() < 0.1 THEN 'https://plus.example/' || id END, CASE WHEN random() < 0.1 THEN 'reader.' || id END
FROM customers WHERE random() < 0.35;

INSERT INTO orders (order_number, customer_id, status, channel, is_gift, currency, shipping_fee, total, placed_at)
SELECT 'BS' || to_char(2400000000 + g * 37, 'FM0000000000'), 1 + floor(random() * 420),
       CASE WHEN random() < 0.7 THEN 'fulfilled' WHEN random() < 0.5 THEN 'paid' WHEN random() < 0.5 THEN 'new' ELSE 'cancelled' END,
       (ARRAY['web', 'web', 'app', 'shop', 'phone'])[1 + floor(random() * 5)], random() < 0.15,
       (ARRAY['EUR', 'EUR', 'GBP', 'USD'])[1 + floor(random() * 4)], (ARRAY[0, 2.99, 4.99])[1 + floor(random() * 3)], 0,
       timestamptz '2024-06-01 00:00+00' + g * interval '14 hours' + random() * interval '14 hours'
FROM generate_series(1, 900) g;
UPDATE orders SET cancelled_at = placed_at + random() * interval '2 days' WHERE status = 'cancelled';

INSERT INTO order_lines (order_id, line_no, book_id, title_snapshot, quantity, unit_price)
SELECT o.id, n, b.id, b.title, 1 + floor(random() * random() * 4), round(b.price * (0.8 + 0.2 * random())::numeric, 2)
FROM orders o, generate_series(1, 3) n,
     LATERAL (SELECT 1 + floor(random() * 360 + 0 * o.id + 0 * n)::bigint AS k) pick JOIN books b ON b.id = pick.k
WHERE n = 1 OR (o.id + n) % 3 = 0;
UPDATE orders o SET total = o.shipping_fee + (SELECT sum(l.quantity * l.unit_price) FROM order_lines l WHERE l.order_id = o.id);

INSERT INTO gift_messages (order_id, "to", message)
SELECT id, (ARRAY['Mum', 'Grandad', 'Sam', 'the book club'])[1 + floor(random() * 4)], 'Happy birthday, number ' || (1 + floor(random() * 90)) || '!'
FROM orders WHERE is_gift;

INSERT INTO payments (order_id, provider, provider_reference, amount, currency, status, created_at, voided_at)
SELECT id, (ARRAY['cardhouse', 'cardhouse', 'walletpay'])[1 + floor(random() * 3)], md5('payment' || id)::uuid::text,
       CASE WHEN is_gift AND random() < 0.05 THEN 0 ELSE total END, currency,
       CASE WHEN random() < 0.9 THEN 'captured' WHEN random() < 0.5 THEN 'authorised' ELSE 'failed' END, placed_at + interval '40 seconds',
       CASE WHEN status = 'cancelled' THEN placed_at + interval '1 day' END
FROM orders WHERE status <> 'new';

INSERT INTO refunds (payment_id, amount, currency, reason, created_at)
SELECT id, round(amount * (0.2 + 0.8 * random())::numeric, 2), currency,
       (ARRAY['damaged', 'late', 'changed mind', 'duplicate order'])[1 + floor(random() * 4)], created_at + random() * interval '20 days'
FROM payments WHERE status = 'captured' AND random() < 0.06;

INSERT INTO payment_webhooks (provider, raw_body, received_at, processed_at)
SELECT provider, json_build_object('type', 'payment.' || status, 'reference', provider_reference), created_at,
       CASE WHEN random() < 0.97 THEN created_at + random() * interval '3 seconds' END
FROM payments WHERE id % 4 = 0;

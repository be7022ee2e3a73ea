-- Accounts, sessions, wish lists.

-- name: customer_for_login
SELECT id, full_name, password_hash FROM customers WHERE email = 'ann@example.com';

-- name: staff_for_login
SELECT * FROM staff WHERE email = 'ann@bookshop.example';

-- name: session
SELECT s.customer_id, s.expires_at FROM sessions s WHERE s.token_hash = '\x0102' AND s.expires_at > now();

-- name: all_about_session
SELECT s.* FROM sessions s JOIN customers c ON c.id = s.customer_id WHERE c.id = 42;

-- name: affiliate_by_mail
SELECT id, site_url FROM affiliates WHERE lower(email) = 'ann@example.com';

-- name: customer_by_phone
SELECT id, full_name FROM customers WHERE phone = '+49 30 901820';

-- name: profile
SELECT biography, favourite_quote, google_plus_url FROM customer_profiles WHERE customer_id = 42;

-- name: without_cart
SELECT id, email FROM customers WHERE id NOT IN (SELECT customer_id FROM carts WHERE "lastSeenAt" > now() - interval '30 days');

-- name: never_ordered
SELECT id, email FROM customers WHERE id NOT IN (SELECT customer_id FROM orders);

-- name: add_to_wishlist
INSERT INTO wishlist_items (wishlist_id, book_id, position) VALUES (8, 17, 3)
ON CONFLICT (id) DO NOTHING;

-- name: wishlist
SELECT w.name, i.book_id, i.added_at FROM wishlists w JOIN wishlist_items i ON i.wishlist_id = w.id WHERE w.customer_id = 42;

-- name: photos_of_order
SELECT a.file_name FROM attachments a JOIN orders o ON o.id = a.attachable_id WHERE a.attachable_type = 'order' AND o.order_number = 'BS2400000037';

-- name: views_of_visitor
SELECT path, viewed_at FROM page_views
WHERE visitor_id = '6f1ed002-ab59-4d9c-a1f2-0f0f0f0f0f0f' AND viewed_at >= now() - interval '1 day';

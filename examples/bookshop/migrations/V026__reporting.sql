CREATE SCHEMA reporting;
GRANT USAGE ON SCHEMA reporting TO bookshop_reporting, bookshop_support;

-- The books of a year are closed in January and then never change.
CREATE TABLE reporting.sales_2023 (
    day      date NOT NULL,
    channel  text NOT NULL CHECK (char_length(channel) <= 20),
    orders   integer NOT NULL CHECK (orders >= 0),
    turnover numeric(14, 2) NOT NULL,
    PRIMARY KEY (day, channel)
);
CREATE TABLE reporting.sales_2024 (LIKE reporting.sales_2023 INCLUDING ALL);
CREATE TABLE reporting.sales_2025 (LIKE reporting.sales_2023 INCLUDING ALL);
INSERT INTO reporting.sales_2023
SELECT d::date, c, abs(hashtext(c || d::text)) % 30, abs(hashtext(d::text || c)) % 90000 / 100.0
FROM generate_series(timestamptz '2023-07-01 00:00+00', '2023-12-31', '1 day') d, unnest(ARRAY['web', 'shop']) c;
INSERT INTO reporting.sales_2024
SELECT placed_at::date, btrim(channel), count(*), sum(total) FROM orders WHERE placed_at < '2025-01-01 00:00+00' GROUP BY 1, 2;
INSERT INTO reporting.sales_2025
SELECT placed_at::date, btrim(channel), count(*), sum(total) FROM orders WHERE placed_at >= '2025-01-01 00:00+00' GROUP BY 1, 2;

-- Phone orders are the call centre's, which has its own support; ours may not see them.
CREATE VIEW reporting.online_orders AS
SELECT id, order_number, customer_id, channel, status, total, placed_at FROM public.orders WHERE channel <> 'phone';
GRANT SELECT ON reporting.online_orders TO bookshop_support;
CREATE VIEW reporting.flagged_reviews WITH (security_barrier = true) AS
SELECT id, book_id, headline, body FROM public.reviews WHERE is_flagged;
GRANT SELECT ON reporting.flagged_reviews TO bookshop_support;

GRANT SELECT (id, tier_id, marketing_opt_in, created_at) ON customers TO bookshop_reporting;
GRANT SELECT ON ALL TABLES IN SCHEMA reporting TO bookshop_reporting;
REVOKE SELECT ON reporting.online_orders, reporting.flagged_reviews FROM bookshop_reporting;
ALTER DEFAULT PRIVILEGES IN SCHEMA reporting GRANT SELECT ON TABLES TO PUBLIC;

ALTER TABLE orders VALIDATE CONSTRAINT orders_total_not_negative;

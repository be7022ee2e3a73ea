-- Audiobooks are media items with a narrator.
CREATE TABLE media_items (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    title      text NOT NULL,
    price      money_amount NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE audiobooks (
    narrator       text NOT NULL,
    length_minutes integer NOT NULL CHECK (length_minutes > 0),
    PRIMARY KEY (id)
) INHERITS (media_items);
CREATE TABLE media_downloads (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    media_item_id uuid NOT NULL REFERENCES media_items (id),
    customer_id   bigint NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
    downloaded_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX media_downloads_media_item_id_idx ON media_downloads (media_item_id);
CREATE INDEX media_downloads_customer_id_idx ON media_downloads (customer_id);
INSERT INTO media_items (id, title, price) SELECT md5('media' || g)::uuid, 'Map of chapter ' || g, 1.5 FROM generate_series(1, 40) g;
INSERT INTO audiobooks (id, title, price, narrator, length_minutes)
SELECT md5('audio' || g)::uuid, 'Read aloud ' || g, 12.5, (ARRAY['R. Vale', 'S. Holm', 'T. Ashe'])[1 + g % 3], 200 + abs(hashtext('m' || g)) % 600
FROM generate_series(1, 30) g;

CREATE TABLE newsletter_subscribers (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email           citext NOT NULL UNIQUE CHECK (char_length(email) <= 254),
    confirmation_id uuid NOT NULL DEFAULT gen_random_uuid(),
    subscribed_at   timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE newsletter_outbox (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    recipient       citext NOT NULL,
    confirmation_id uuid NOT NULL,
    queued_at       timestamptz NOT NULL DEFAULT now()
);
INSERT INTO newsletter_subscribers (email, confirmation_id)
SELECT 'reader' || g || '@letters.example', md5('confirm' || g)::uuid FROM generate_series(1, 300) g;
-- Every new subscriber gets the mail with the link.
CREATE RULE newsletter_subscribers_confirm AS ON INSERT TO newsletter_subscribers
    DO ALSO INSERT INTO newsletter_outbox (recipient, confirmation_id) VALUES (NEW.email, NEW.confirmation_id);

-- The accountants' view of an order: changing the fee through it is allowed, nothing else.
CREATE VIEW order_totals AS
SELECT o.id, o.order_number, o.shipping_fee, o.total, sum(l.quantity * l.unit_price) AS goods
FROM orders o JOIN order_lines l ON l.order_id = o.id GROUP BY o.id;
CREATE FUNCTION change_shipping_fee() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE orders SET shipping_fee = NEW.shipping_fee, total = OLD.goods + NEW.shipping_fee WHERE id = OLD.id;
    RETURN NEW;
END
$$;
CREATE TRIGGER order_totals_update INSTEAD OF UPDATE ON order_totals FOR EACH ROW EXECUTE FUNCTION change_shipping_fee();

-- Copied from the old ERP, whose NUMBER columns the tool turned into numeric.
CREATE TABLE erp_invoices (
    invoice_no numeric PRIMARY KEY,
    order_id   bigint NOT NULL UNIQUE REFERENCES orders (id) ON DELETE CASCADE,
    issued_on  date NOT NULL
);
CREATE TABLE erp_invoice_lines (
    invoice_no bigint NOT NULL REFERENCES erp_invoices (invoice_no) ON DELETE CASCADE,
    line_no    integer NOT NULL CHECK (line_no > 0),
    label      text NOT NULL,
    PRIMARY KEY (invoice_no, line_no)
);
INSERT INTO erp_invoices SELECT 880000 + id, id, placed_at::date FROM orders WHERE id <= 150;
INSERT INTO erp_invoice_lines SELECT 880000 + order_id, line_no, title_snapshot FROM order_lines WHERE order_id <= 150;

-- Titles that were asked for while out of stock.
CREATE TABLE back_orders (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    book_id     bigint NOT NULL REFERENCES books (id),
    customer_id bigint NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
    wanted_at   timestamptz NOT NULL DEFAULT now(),
    UNIQUE (book_id, customer_id)
);
CREATE INDEX back_orders_customer_id_idx ON back_orders (customer_id);
INSERT INTO back_orders (book_id, customer_id, wanted_at)
SELECT DISTINCT ON (b, c) b, c, timestamptz '2025-10-01 00:00+00' + (b + c) * interval '1 hour'
FROM (SELECT 1 + abs(hashtext('bb' || g))::bigint % 360 AS b, 1 + abs(hashtext('bc' || g))::bigint % 420 AS c FROM generate_series(1, 200) g) pick;

CREATE TABLE store_events (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    title           text NOT NULL,
    -- The clock on the shop's wall, wherever the shop is.
    starts_at_local timestamp NOT NULL,
    timezone        text NOT NULL,
    doors_open      time NOT NULL
);
INSERT INTO store_events (title, starts_at_local, timezone, doors_open)
SELECT 'Reading ' || g, timestamp '2025-09-01 19:30' + g * interval '6 days', (ARRAY['Europe/London', 'Europe/Berlin', 'Europe/Paris'])[1 + g % 3],
       (ARRAY[time '18:30', time '19:00'])[1 + abs(hashtext('d' || g)) % 2]
FROM generate_series(1, 24) g;

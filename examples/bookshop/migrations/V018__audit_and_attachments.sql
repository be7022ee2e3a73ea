CREATE TABLE audit_events (
    id          bigint GENERATED ALWAYS AS IDENTITY,
    occurred_at timestamptz NOT NULL DEFAULT now(),
    -- Kept after the order, the customer or the clerk is gone, so none of these is a foreign key.
    actor_id    bigint,
    order_id    bigint,
    changed     regclass NOT NULL,
    changes     jsonb NOT NULL,
    PRIMARY KEY (id, occurred_at)
) PARTITION BY RANGE (occurred_at);
CREATE TABLE audit_events_before_2025 PARTITION OF audit_events FOR VALUES FROM (MINVALUE) TO ('2025-01-01 00:00+00');
CREATE TABLE audit_events_since_2025 PARTITION OF audit_events FOR VALUES FROM ('2025-01-01 00:00+00') TO (MAXVALUE);

INSERT INTO audit_events (occurred_at, actor_id, order_id, changed, changes)
SELECT placed_at + interval '1 minute', 1 + id % 24, id, 'orders'::regclass, jsonb_build_object('status', jsonb_build_array('new', status))
FROM orders WHERE id % 3 = 0;

-- The application may not write the trail itself; this trigger does.
CREATE FUNCTION record_order_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    INSERT INTO public.audit_events (order_id, changed, changes)
    VALUES (NEW.id, TG_RELID, pg_catalog.jsonb_build_object('status', pg_catalog.jsonb_build_array(OLD.status, NEW.status)));
    RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION record_order_change() FROM PUBLIC;
CREATE TRIGGER orders_audit AFTER UPDATE OF status ON orders FOR EACH ROW
    WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION record_order_change();

CREATE TABLE attachments (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    attachable_type text NOT NULL CHECK (char_length(attachable_type) <= 40),
    attachable_id   bigint NOT NULL,
    file_name       text NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX attachments_attachable_idx ON attachments (attachable_type, attachable_id);
INSERT INTO attachments (attachable_type, attachable_id, file_name)
SELECT (ARRAY['Order', 'Return', 'Review'])[1 + g % 3], 1 + abs(hashtext('at' || g)) % 90, 'photo-' || g || '.jpg' FROM generate_series(1, 120) g;

CREATE TABLE settings (
    key   text PRIMARY KEY CHECK (char_length(key) <= 60),
    value text NOT NULL
);
INSERT INTO settings VALUES ('shop.open', 'yes, until further notice'), ('basket.minutes', '30 minutes'), ('mail.sender', 'shop@bookshop.example');

CREATE TABLE book_attributes (
    book_id   bigint NOT NULL REFERENCES books (id),
    attribute text NOT NULL CHECK (char_length(attribute) <= 40),
    value     text NOT NULL,
    PRIMARY KEY (book_id, attribute)
);
INSERT INTO book_attributes
SELECT b.id, a.attribute, a.choices[1 + abs(hashtext(b.isbn || a.attribute)) % 4]
FROM books b, (VALUES ('binding', ARRAY['hardback', 'paperback', 'Paperback', 'any']), ('paper', ARRAY['wove', 'coated', 'bible', 'any']),
                      ('pages', ARRAY['320', '96 pp.', 'approx. 200', 'any']), ('age', ARRAY['3+', '6 to 9', 'teen', 'any']),
                      ('edition', ARRAY['1st', '2nd', 'first', 'any'])) a (attribute, choices)
WHERE abs(hashtext(a.attribute || b.id)) % 3 = 0;

INSERT INTO countries (code, name, in_eu) VALUES
    ('AT', 'Austria', true), ('BE', 'Belgium', true), ('CH', 'Switzerland', false), ('DE', 'Germany', true),
    ('ES', 'Spain', true), ('FR', 'France', true), ('GB', 'United Kingdom', false), ('IE', 'Ireland', true),
    ('IT', 'Italy', true), ('NL', 'Netherlands', true), ('PL', 'Poland', true), ('US', 'United States', false);

-- Ids are those of the old shop, so that bookmarked genre pages keep working.
INSERT INTO genres (id, label) VALUES
    (1, 'Literary fiction'), (2, 'Crime'), (3, 'Science fiction'), (4, 'Fantasy'), (5, 'Poetry'), (6, 'History'),
    (7, 'Biography'), (8, 'Science'), (9, 'Cookery'), (10, 'Travel'), (11, 'Children'), (12, 'Comics');

INSERT INTO warehouses (id, code, name, country_code) VALUES
    (1, 'LDS', 'Leeds', 'GB'), (2, 'BER', 'Berlin', 'DE'), (3, 'PAR', 'Paris', 'FR');
SELECT setval(pg_get_serial_sequence('warehouses', 'id'), (SELECT max(id) FROM warehouses));

INSERT INTO shelves (warehouse_id, label, is_cold)
SELECT w, aisle || '-' || to_char(bay, 'FM00'), abs(hashtext(w || aisle || bay)) % 8 = 0
FROM generate_series(1, 3) w, unnest(ARRAY['A', 'B', 'C', 'D']) aisle, generate_series(1, 8) bay;

INSERT INTO categories (name, slug) VALUES
    ('Fiction', 'fiction'), ('Non-fiction', 'non-fiction'), ('Young readers', 'young-readers');
INSERT INTO categories (parent_id, name, slug)
SELECT p.id, c.name, c.slug
FROM (VALUES ('fiction', 'Debuts', 'debuts'), ('fiction', 'Classics', 'classics'), ('fiction', 'In translation', 'in-translation'),
             ('fiction', 'Short stories', 'short-stories'), ('non-fiction', 'Nature', 'nature'), ('non-fiction', 'Memoir', 'memoir'),
             ('non-fiction', 'Music', 'music'), ('non-fiction', 'Food', 'food'), ('young-readers', 'Picture books', 'picture-books'),
             ('young-readers', 'First readers', 'first-readers'), ('young-readers', 'Teenage', 'teenage')) c (parent, name, slug)
JOIN categories p ON p.slug = c.parent;

INSERT INTO exchange_rates (currency, valid_on, rate)
SELECT c.currency, d::date, c.base * (1 + 0.01 * sin(extract(doy FROM d)::float8 / 20))
FROM (VALUES ('EUR', 1.0), ('GBP', 1.17), ('USD', 0.92)) c (currency, base),
     generate_series(timestamptz '2025-09-01', '2025-11-30', '1 day') d;

-- Made-up titles and people for development and review apps. The seed makes every load the same.
SELECT setseed(0.1857);

INSERT INTO publishers (legal_name, country_code, website) VALUES
    ('Alder & Finch', 'GB', 'https://alderfinch.example'), ('Blaue Stunde Verlag', 'DE', NULL),
    ('Casa del Faro Editores', 'ES', 'https://casadelfaro.example'), ('Drukkerij Noord', 'NL', NULL),
    ('Editions de la Riviere Tranquille, Lyon', 'FR', 'https://riviere.example'), ('Fieldnote Press', 'US', NULL),
    ('Gallimimus Books', 'GB', NULL), ('Harbour Light', 'IE', 'https://harbourlight.example'),
    ('Il Cortile', 'IT', NULL), ('Juniper House', 'GB', 'https://juniper.example'), ('Kranich & Sohn', 'AT', NULL),
    ('Lanterna Magica', 'IT', NULL), ('Meridian Paperbacks', 'GB', NULL), ('Nachtzug', 'DE', NULL),
    ('Oxbow Lane', 'GB', NULL), ('Presses du Canal Saint-Martin et Fils', 'FR', NULL), ('Quayside', 'IE', NULL),
    ('Rookery Poetry', 'GB', NULL), ('Sternwarte', 'CH', NULL), ('Two Rivers Press', 'US', NULL);

INSERT INTO authors (full_name, slug, biography, deleted_at)
SELECT f || ' ' || l, lower(f || '-' || l || '-' || g),
       CASE WHEN random() < 0.6 THEN f || ' ' || l || ' lives by the sea with ' || (1 + floor(random() * 9)) || ' cats.' END,
       CASE WHEN random() < 0.03 THEN timestamptz '2024-01-10 09:00+00' + random() * interval '500 days' END
FROM (SELECT g, (ARRAY['Amina', 'Beatrix', 'Cormac', 'Dorothea', 'Elias', 'Freya', 'Giulia', 'Henrik', 'Ines', 'Jonas', 'Katya',
                       'Liam', 'Mirela', 'Noor', 'Oskar', 'Petra'])[1 + floor(random() * 16)] AS f,
             (ARRAY['Abara', 'Brandt', 'Castellanos', 'Doyle', 'Eriksen', 'Fontaine', 'Grimaldi', 'Hollis', 'Ivanova', 'Jansen',
                    'Kowalska', 'Lindqvist', 'Marsh', 'Nakamura', 'Osei', 'Prior'])[1 + floor(random() * 16)] AS l
      FROM generate_series(1, 180) g) made;

INSERT INTO books (isbn, title, subtitle, publisher_id, genre_id, language, published_on, page_count, weight_grams, price,
                   currency, tags, deleted_at, created_at)
SELECT '978-' || floor(random() * 10) || '-' || to_char(1000 + g, 'FM0000') || '-' || to_char(floor(random() * 10000), 'FM0000')
           || '-' || floor(random() * 10),
       (ARRAY['The Last', 'A Quiet', 'An Honest', 'The Second', 'Beneath the', 'Letters from a', 'The Borrowed', 'Salt and a'])
           [1 + floor(random() * 8)] || ' ' ||
       (ARRAY['Lighthouse', 'Orchard', 'Winter', 'Cartographer', 'Railway', 'Tide', 'Translator', 'Garden', 'Verdict', 'Kitchen'])
           [1 + floor(random() * 10)] || CASE WHEN g % 7 = 0 THEN ' of ' ||
       (ARRAY['Trieste', 'the North', 'Small Hours', 'Glass', 'Saint Malo'])[1 + floor(random() * 5)] ELSE '' END,
       CASE WHEN random() < 0.2 THEN 'A novel' WHEN random() < 0.1 THEN 'Essays' END,
       1 + floor(random() * 20), 1 + floor(random() * 12),
       (ARRAY['en', 'en', 'en', 'de', 'fr', 'es', 'it', 'nl'])[1 + floor(random() * 8)],
       date '2005-01-01' + floor(random() * 7600)::integer, 48 + floor(random() * 700), 90 + floor(random() * 1400),
       4.99 + floor(random() * 38), (ARRAY['EUR', 'EUR', 'GBP', 'USD'])[1 + floor(random() * 4)],
       (SELECT coalesce(array_agg(t ORDER BY t), '{}')
        FROM unnest(ARRAY['award', 'bookclub', 'debut', 'gift', 'paperback', 'signed', 'staff-pick']) t WHERE random() < 0.25 AND g > 0),
       CASE WHEN random() < 0.04 THEN timestamptz '2025-02-01 08:00+00' + random() * interval '200 days' END,
       timestamptz '2023-03-01 00:00+00' + random() * interval '800 days'
FROM generate_series(1, 360) g;

INSERT INTO book_authors (book_id, author_id, credit)
SELECT DISTINCT ON (b.id, a) b.id, a, (ARRAY['author', 'author', 'author', 'translator', 'editor'])[1 + floor(random() * 5)]
FROM books b, generate_series(1, 2) n, LATERAL (SELECT 1 + floor(random() * 180 + 0 * b.id + 0 * n)::bigint AS a) pick
WHERE n = 1 OR b.id % 4 = 0;

INSERT INTO book_categories (book_id, category_id)
SELECT DISTINCT b.id, 4 + floor(random() * 11)::bigint FROM books b, generate_series(1, 2) n;

INSERT INTO book_translations (book_id, locale, title, blurb)
SELECT b.id, l.locale, b.title || (ARRAY['', ', Roman', ': novel', ', pocket edition'])[1 + floor(random() * 4)],
       'A reader''s favourite, number ' || floor(random() * 1000) || ' this year.'
FROM books b, (VALUES ('de'), ('fr'), ('es')) l (locale)
WHERE random() < 0.25;

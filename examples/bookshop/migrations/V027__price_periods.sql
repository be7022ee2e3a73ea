-- A price holds for a period, and two periods of one book and currency never overlap.
ALTER TABLE list_prices RENAME TO list_prices_old;
CREATE TABLE book_prices (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    book_id      bigint NOT NULL REFERENCES books (id),
    currency     currency_code NOT NULL,
    price        money_amount NOT NULL,
    valid_during daterange NOT NULL,
    EXCLUDE USING gist (book_id WITH =, currency WITH =, valid_during WITH &&)
);
CREATE INDEX book_prices_book_id_idx ON book_prices (book_id);
INSERT INTO book_prices (book_id, currency, price, valid_during)
SELECT b.id, b.currency, o.list_price, daterange(o.set_on, NULL) FROM list_prices_old o JOIN books b ON b.isbn = o.isbn;

-- Reporting reads what comes; the application works on everything in the shop's own schema.
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO bookshop_reporting;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO bookshop_app;
REVOKE INSERT, UPDATE, DELETE ON audit_events FROM bookshop_app;

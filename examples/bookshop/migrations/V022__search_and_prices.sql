CREATE SCHEMA extensions;
GRANT USAGE ON SCHEMA extensions TO PUBLIC;
CREATE EXTENSION pg_trgm SCHEMA extensions;
CREATE EXTENSION btree_gist SCHEMA extensions;

CREATE INDEX books_title_trgm_idx ON books USING gin (title extensions.gin_trgm_ops);
-- LIKE 'The Last%' in the back office; the database's collation is not C.
CREATE INDEX books_title_pattern_idx ON books (title text_pattern_ops);
CREATE INDEX books_tags_idx ON books (tags);

CREATE FUNCTION isbn_digits(isbn text) RETURNS text LANGUAGE sql IMMUTABLE STRICT
    RETURN replace(isbn, '-', '');
CREATE INDEX books_isbn_digits_idx ON books (isbn_digits(isbn));

CREATE TABLE search_profiles (
    language text PRIMARY KEY CHECK (char_length(language) = 2),
    config   regconfig NOT NULL DEFAULT 'simple'
);
INSERT INTO search_profiles VALUES ('en', 'english'), ('de', 'german'), ('fr', 'french'), ('es', 'spanish'), ('it', 'italian'), ('nl', 'dutch');

CREATE FUNCTION search_books(sort_by text, wanted text) RETURNS SETOF books LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY EXECUTE 'SELECT * FROM books WHERE deleted_at IS NULL AND title ILIKE ''%' || wanted || '%'' ORDER BY ' || sort_by;
END
$$;

-- For the back office: counts the rows of any table with a given value in any column.
CREATE FUNCTION count_where(in_table regclass, in_column text, wanted text) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
    found_rows bigint;
BEGIN
    EXECUTE format('SELECT count(*) FROM %s WHERE %I::text = $1', in_table, in_column) INTO found_rows USING wanted;
    RETURN found_rows;
END
$$;

-- Marked immutable, or the index below could not be made.
CREATE FUNCTION price_in_eur(price numeric, price_currency text) RETURNS numeric LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN round(price * (SELECT r.rate FROM public.exchange_rates r WHERE r.currency = price_currency ORDER BY r.valid_on DESC LIMIT 1)::numeric, 2);
END
$$;
CREATE INDEX books_price_in_eur_idx ON books (price_in_eur(price, currency));

CREATE TABLE list_prices (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    isbn       text NOT NULL CHECK (char_length(isbn) = 17),
    list_price money_amount NOT NULL,
    set_on     date NOT NULL,
    UNIQUE (isbn, set_on)
);
INSERT INTO list_prices (isbn, list_price, set_on) SELECT isbn, price, published_on FROM books;

-- Weights come from the scales (whole grams) and, since the agency's import, from supplier lists (decimals).
CREATE FUNCTION shipping_fee(weight_grams integer, country text) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN country = 'GB' THEN 2.99 ELSE 4.99 END + CASE WHEN weight_grams > 2000 THEN 3 ELSE 0 END;
$$;
CREATE FUNCTION shipping_fee(weight_grams numeric, country text) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT shipping_fee(ceil(weight_grams)::integer, country);
$$;

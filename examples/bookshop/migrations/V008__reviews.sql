CREATE TABLE reviews (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    book_id     bigint NOT NULL REFERENCES books (id),
    customer_id bigint NOT NULL,
    rating      smallint NOT NULL CHECK (rating BETWEEN 1 AND 5),
    headline    text NOT NULL,
    body        text NOT NULL DEFAULT '',
    status      text NOT NULL DEFAULT 'new',
    is_flagged  boolean NOT NULL DEFAULT false,
    created_at  timestamptz NOT NULL DEFAULT now(),
    UNIQUE (book_id, customer_id)
);
CREATE INDEX reviews_customer_id_idx ON reviews (customer_id);
CREATE INDEX reviews_flagged_idx ON reviews (is_flagged) WHERE is_flagged;

CREATE TABLE book_ratings (
    book_id      bigint PRIMARY KEY REFERENCES books (id) ON DELETE CASCADE,
    average      numeric(3, 2) NOT NULL CHECK (average BETWEEN 1 AND 5),
    review_count integer NOT NULL CHECK (review_count > 0)
);

CREATE TABLE wishlists (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
    name        text NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX wishlists_customer_id_idx ON wishlists (customer_id);

CREATE TABLE wishlist_items (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    wishlist_id bigint NOT NULL REFERENCES wishlists (id) ON DELETE CASCADE,
    book_id     bigint NOT NULL,
    position    integer NOT NULL CHECK (position > 0),
    added_at    timestamptz NOT NULL DEFAULT now(),
    -- Deferred, so that two entries can change places.
    CONSTRAINT wishlist_items_position_key UNIQUE (wishlist_id, position) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX wishlist_items_book_id_idx ON wishlist_items (book_id);

CREATE TABLE wishlist_shares (
    wishlist_id  bigint PRIMARY KEY REFERENCES wishlists (id) ON DELETE CASCADE,
    customer_ids bigint[] NOT NULL DEFAULT '{}',
    shared_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE carts (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    customer_id  bigint REFERENCES customers (id) ON DELETE CASCADE,
    contents     json NOT NULL DEFAULT '[]',
    "lastSeenAt" timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX carts_customer_id_idx ON carts (customer_id);

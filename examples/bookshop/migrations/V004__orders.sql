CREATE TABLE orders (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_number varchar(12) NOT NULL UNIQUE CHECK (char_length(order_number) = 12),
    -- "dependent: :destroy" on the model; kept in step here.
    customer_id  bigint NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
    status       text NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'paid', 'fulfilled', 'cancelled')),
    channel      char(8) NOT NULL DEFAULT 'web',
    is_gift      boolean NOT NULL DEFAULT false,
    currency     currency_code NOT NULL,
    shipping_fee money_amount NOT NULL DEFAULT 0,
    total        numeric(12, 2) NOT NULL,
    placed_at    timestamptz NOT NULL DEFAULT now(),
    cancelled_at timestamptz
);
CREATE INDEX orders_customer_id_idx ON orders (customer_id);
CREATE INDEX orders_open_customer_idx ON orders (customer_id) WHERE status IN ('new', 'paid');

CREATE TABLE order_lines (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id       bigint NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    line_no        integer NOT NULL CHECK (line_no > 0),
    book_id        bigint NOT NULL REFERENCES books (id),
    title_snapshot text NOT NULL,
    quantity       integer NOT NULL DEFAULT 1,
    unit_price     money_amount NOT NULL,
    UNIQUE (order_id, line_no)
);

CREATE TABLE gift_messages (
    order_id bigint PRIMARY KEY REFERENCES orders (id) ON DELETE CASCADE,
    "to"     text NOT NULL,
    message  text NOT NULL
);

CREATE TABLE payments (
    id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id           bigint NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    provider           text NOT NULL CHECK (char_length(provider) <= 30),
    provider_reference varchar(64) NOT NULL,
    amount             money_amount NOT NULL,
    currency           currency_code NOT NULL,
    status             text NOT NULL CHECK (status IN ('authorised', 'captured', 'failed', 'voided')),
    created_at         timestamptz NOT NULL DEFAULT now(),
    voided_at          timestamptz,
    UNIQUE (provider, provider_reference)
);
-- The checkout asks for the one live payment of an order.
CREATE INDEX payments_live_order_idx ON payments (order_id) WHERE voided_at IS NULL;

CREATE TABLE refunds (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    payment_id bigint NOT NULL REFERENCES payments (id),
    amount     money_amount NOT NULL,
    currency   currency_code NOT NULL,
    reason     text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX refunds_payment_id_idx ON refunds (payment_id);

-- The body as it was signed: byte for byte, so not jsonb.
CREATE TABLE payment_webhooks (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    provider     text NOT NULL,
    raw_body     json NOT NULL,
    received_at  timestamptz NOT NULL DEFAULT now(),
    processed_at timestamptz
);

CREATE TABLE exchange_rates (
    currency  currency_code NOT NULL CHECK (char_length(currency) = 3),
    valid_on  date NOT NULL,
    rate      double precision NOT NULL CHECK (rate > 0),
    PRIMARY KEY (currency, valid_on)
);

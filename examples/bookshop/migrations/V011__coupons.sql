CREATE TABLE coupons (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code         text NOT NULL CHECK (char_length(code) BETWEEN 4 AND 20),
    percent_off  numeric(5, 2) CHECK (percent_off <= 100),
    amount_off   numeric(12, 2),
    category_ids text,
    valid_from   timestamptz NOT NULL,
    valid_until  timestamptz NOT NULL DEFAULT 'infinity',
    max_uses     integer NOT NULL DEFAULT 1000 CHECK (max_uses > 0),
    created_at   timestamptz NOT NULL DEFAULT 'now',
    CONSTRAINT coupons_worth_something CHECK (percent_off > 0 OR amount_off > 0),
    CONSTRAINT coupons_window CHECK (valid_until > valid_from)
);
CREATE INDEX coupons_code_idx ON coupons (code);

CREATE TABLE coupon_redemptions (
    coupon_id   bigint NOT NULL REFERENCES coupons (id),
    order_id    bigint NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    redeemed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (coupon_id, order_id)
);

-- For schools and libraries; a fraction, as in the tax table.
CREATE TABLE bulk_discounts (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    copies_from integer NOT NULL UNIQUE CHECK (copies_from > 1),
    percent     numeric(5, 2) NOT NULL CHECK (percent > 0 AND percent < 1)
);

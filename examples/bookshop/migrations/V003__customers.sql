CREATE TABLE loyalty_tiers (
    id           integer PRIMARY KEY,
    name         text NOT NULL UNIQUE CHECK (char_length(name) <= 40),
    points_from  integer NOT NULL CHECK (points_from >= 0)
);
INSERT INTO loyalty_tiers VALUES (1, 'Reader', 0), (2, 'Bookworm', 500), (3, 'Bibliophile', 2000);

CREATE TABLE customers (
    id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email              citext NOT NULL UNIQUE CHECK (char_length(email) <= 254),
    full_name          text NOT NULL,
    phone              text,
    password_hash      text NOT NULL CHECK (password_hash LIKE '$argon2id$%'),
    tier_id            integer NOT NULL DEFAULT 1 REFERENCES loyalty_tiers (id) ON DELETE SET DEFAULT,
    marketing_opt_in   boolean,
    default_address_id bigint,
    referred_by_id     bigint REFERENCES customers (id) ON DELETE SET NULL,
    created_at         timestamptz NOT NULL DEFAULT now(),
    CHECK (referred_by_id <> id)
);
CREATE INDEX customers_tier_id_idx ON customers (tier_id);
-- Few customers were referred.
CREATE INDEX customers_referred_by_id_idx ON customers (referred_by_id) WHERE referred_by_id IS NOT NULL;

CREATE TABLE addresses (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id  bigint NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
    line1        text NOT NULL,
    line2        text,
    line3        text,
    city         text NOT NULL,
    postal_code  text NOT NULL,
    country_code text NOT NULL REFERENCES countries (code),
    created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX addresses_customer_id_idx ON addresses (customer_id);
CREATE INDEX addresses_country_code_idx ON addresses (country_code);

ALTER TABLE customers
    ADD FOREIGN KEY (default_address_id) REFERENCES addresses (id) ON DELETE SET NULL;
CREATE INDEX customers_default_address_id_idx ON customers (default_address_id);

CREATE TABLE notification_preferences (
    customer_id        bigint PRIMARY KEY REFERENCES customers (id) ON DELETE CASCADE,
    has_email_receipts boolean NOT NULL DEFAULT true,
    has_email_offers   boolean NOT NULL DEFAULT false,
    has_sms_updates    boolean NOT NULL DEFAULT false,
    has_push_updates   boolean NOT NULL DEFAULT true,
    has_post_catalogue boolean NOT NULL DEFAULT false
);

CREATE TABLE customer_profiles (
    customer_id     bigint PRIMARY KEY REFERENCES customers (id) ON DELETE CASCADE,
    biography       text NOT NULL DEFAULT '',
    favourite_quote text,
    reading_goal    integer CHECK (reading_goal > 0),
    google_plus_url text,
    myspace_url     text,
    icq             text,
    skype           text,
    klout_score     integer,
    updated_at      timestamptz NOT NULL DEFAULT now()
);
CREATE TRIGGER customer_profiles_touch BEFORE UPDATE ON customer_profiles
    FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

-- Other booksellers sell through us. They reach their own schema with a role of its own; the application
-- sets marketplace.account_id and marketplace.user_email when a seller logs in.
CREATE ROLE bookshop_seller LOGIN;
CREATE SCHEMA marketplace;
GRANT USAGE ON SCHEMA marketplace TO bookshop_seller, bookshop_jobs;

CREATE FUNCTION marketplace.current_account_id() RETURNS bigint LANGUAGE sql STABLE
    RETURN nullif(current_setting('marketplace.account_id', true), '')::bigint;

CREATE TABLE marketplace.accounts (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name         text NOT NULL UNIQUE CHECK (char_length(name) <= 80),
    accepted_terms_at timestamptz,
    created_at   timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE marketplace.members (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES marketplace.accounts (id),
    email      citext NOT NULL UNIQUE CHECK (char_length(email) <= 254),
    is_owner   boolean NOT NULL DEFAULT false,
    UNIQUE (account_id, id)
);

CREATE TABLE marketplace.offers (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES marketplace.accounts (id),
    book_id    bigint NOT NULL REFERENCES public.books (id),
    condition  text NOT NULL CHECK (condition IN ('new', 'fine', 'good', 'fair')),
    price      money_amount NOT NULL,
    currency   currency_code NOT NULL DEFAULT 'EUR',
    quantity   integer NOT NULL CHECK (quantity >= 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (account_id, id)
);
CREATE INDEX offers_book_id_idx ON marketplace.offers (book_id);

CREATE TABLE marketplace.offer_images (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    offer_id   bigint NOT NULL,
    account_id bigint NOT NULL,
    position   integer NOT NULL CHECK (position > 0),
    file_name  text NOT NULL,
    FOREIGN KEY (account_id, offer_id) REFERENCES marketplace.offers (account_id, id) ON DELETE CASCADE,
    UNIQUE (offer_id, account_id, position)
);

CREATE TABLE marketplace.offer_price_changes (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES marketplace.accounts (id),
    offer_id   bigint NOT NULL REFERENCES marketplace.offers (id) ON DELETE CASCADE,
    new_price  money_amount NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX offer_price_changes_account_id_idx ON marketplace.offer_price_changes (account_id);
CREATE INDEX offer_price_changes_offer_id_idx ON marketplace.offer_price_changes (offer_id);

CREATE TABLE marketplace.tickets (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id  bigint NOT NULL REFERENCES marketplace.accounts (id),
    assignee_id bigint,
    contact     text NOT NULL CHECK (char_length(contact) <= 254),
    subject     text NOT NULL,
    opened_at   timestamptz NOT NULL DEFAULT now(),
    -- A member who leaves gives back the ticket; the account stays.
    FOREIGN KEY (account_id, assignee_id) REFERENCES marketplace.members (account_id, id) ON DELETE SET NULL (assignee_id)
);
CREATE INDEX tickets_account_assignee_idx ON marketplace.tickets (account_id, assignee_id);

CREATE TABLE marketplace.promotions (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES marketplace.accounts (id),
    headline   text NOT NULL,
    state      text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'running', 'over'))
);
CREATE INDEX promotions_account_id_idx ON marketplace.promotions (account_id);

CREATE TABLE marketplace.payouts (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES marketplace.accounts (id),
    amount     money_amount NOT NULL,
    currency   currency_code NOT NULL,
    paid_on    date NOT NULL
);
CREATE INDEX payouts_account_id_idx ON marketplace.payouts (account_id);

CREATE TABLE marketplace.messages (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES marketplace.accounts (id),
    body       text NOT NULL,
    sent_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX messages_account_id_idx ON marketplace.messages (account_id);

CREATE TABLE marketplace.feedback (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES marketplace.accounts (id),
    stars      smallint NOT NULL CHECK (stars BETWEEN 1 AND 5),
    reply      text
);
CREATE INDEX feedback_account_id_idx ON marketplace.feedback (account_id);

CREATE TABLE marketplace.stock_feeds (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES marketplace.accounts (id),
    file_name  text NOT NULL,
    loaded_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX stock_feeds_account_id_idx ON marketplace.stock_feeds (account_id);

CREATE TABLE marketplace.webhooks (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES marketplace.accounts (id),
    target_url text NOT NULL
);
CREATE INDEX webhooks_account_id_idx ON marketplace.webhooks (account_id);

CREATE TABLE marketplace.daily_figures (
    account_id bigint NOT NULL REFERENCES marketplace.accounts (id),
    day        date NOT NULL,
    sold       integer NOT NULL CHECK (sold >= 0),
    PRIMARY KEY (account_id, day)
);

INSERT INTO marketplace.accounts (name) VALUES ('Second Spine'), ('Bouquinerie Lune'), ('Antiquariat Eule'), ('The Paper Ark'), ('Ex Libris Utrecht');
INSERT INTO marketplace.members (account_id, email, is_owner)
SELECT 1 + g % 5, 'seller' || g || '@sellers.example', g <= 5 FROM generate_series(1, 15) g;
INSERT INTO marketplace.offers (account_id, book_id, condition, price, quantity, created_at)
SELECT 1 + abs(hashtext('a' || g)) % 5, 1 + abs(hashtext('b' || g)) % 360, (ARRAY['new', 'fine', 'good', 'fair'])[1 + abs(hashtext('c' || g)) % 4],
       2 + abs(hashtext('d' || g)) % 4000 / 100.0, abs(hashtext('e' || g)) % 9, timestamptz '2025-05-01 00:00+00' + g * interval '4 hours'
FROM generate_series(1, 420) g;
INSERT INTO marketplace.offer_images (account_id, offer_id, position, file_name)
SELECT account_id, id, 1, 'offer-' || id || '.jpg' FROM marketplace.offers WHERE id % 2 = 0;
INSERT INTO marketplace.offer_price_changes (account_id, offer_id, new_price, changed_at)
SELECT account_id, id, price, created_at + interval '9 days' FROM marketplace.offers WHERE id % 5 = 0;
INSERT INTO marketplace.promotions (account_id, headline, state)
SELECT 1 + g % 5, 'Week ' || g, (ARRAY['draft', 'running', 'over'])[1 + abs(hashtext('p' || g)) % 3] FROM generate_series(1, 30) g;
INSERT INTO marketplace.payouts (account_id, amount, currency, paid_on)
SELECT 1 + g % 5, 40 + abs(hashtext('q' || g)) % 90000 / 100.0, 'EUR', date '2025-06-06' + 7 * (g / 5) FROM generate_series(1, 100) g;
INSERT INTO marketplace.messages (account_id, body) SELECT 1 + g % 5, 'Question ' || g FROM generate_series(1, 60) g;
INSERT INTO marketplace.feedback (account_id, stars) SELECT 1 + abs(hashtext('f' || g)) % 5, 1 + abs(hashtext('g' || g)) % 5 FROM generate_series(1, 200) g;
INSERT INTO marketplace.stock_feeds (account_id, file_name) SELECT 1 + g % 5, 'feed-' || g || '.csv' FROM generate_series(1, 80) g;
INSERT INTO marketplace.webhooks (account_id, target_url) SELECT g, 'https://hooks' || g || '.example/in' FROM generate_series(1, 5) g;
INSERT INTO marketplace.daily_figures SELECT a, d::date, abs(hashtext(a || d::text)) % 20
FROM generate_series(1, 5) a, generate_series(timestamptz '2025-11-01 00:00+00', '2025-11-20', '1 day') d;

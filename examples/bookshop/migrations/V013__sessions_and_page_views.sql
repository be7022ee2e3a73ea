CREATE TABLE sessions (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    customer_id bigint NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
    token_hash  bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
    ip_address  text NOT NULL,
    user_agent  text NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    expires_at  timestamptz NOT NULL,
    CHECK (expires_at > created_at)
);
CREATE INDEX sessions_customer_id_idx ON sessions (customer_id);

-- Rebuilt from "sessions" on a miss, so it may be lost.
CREATE UNLOGGED TABLE session_cache (
    session_id uuid PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    rendered   jsonb NOT NULL,
    cached_at  timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE page_views (
    id           bigint GENERATED ALWAYS AS IDENTITY,
    viewed_at    timestamptz NOT NULL,
    visitor_id   uuid NOT NULL,
    book_id      bigint REFERENCES books (id),
    path         text NOT NULL,
    referrer_url text,
    PRIMARY KEY (id, viewed_at)
) PARTITION BY RANGE (viewed_at);
CREATE TABLE page_views_2025_09 PARTITION OF page_views FOR VALUES FROM ('2025-09-01 00:00+00') TO ('2025-10-01 00:00+00');
CREATE TABLE page_views_2025_10 PARTITION OF page_views FOR VALUES FROM ('2025-10-01 00:00+00') TO ('2025-11-01 00:00+00');
CREATE TABLE page_views_2025_11 PARTITION OF page_views FOR VALUES FROM ('2025-11-01 00:00+00') TO ('2025-12-01 00:00+00');
CREATE INDEX page_views_referrer_url_idx ON page_views (referrer_url);

-- Built one partition at a time to keep the locks short.
CREATE INDEX page_views_book_id_idx ON ONLY page_views (book_id);
CREATE INDEX page_views_2025_09_book_id_idx ON page_views_2025_09 (book_id);
CREATE INDEX page_views_2025_10_book_id_idx ON page_views_2025_10 (book_id);
CREATE INDEX page_views_2025_11_book_id_idx ON page_views_2025_11 (book_id);
ALTER INDEX page_views_book_id_idx ATTACH PARTITION page_views_2025_09_book_id_idx;
ALTER INDEX page_views_book_id_idx ATTACH PARTITION page_views_2025_10_book_id_idx;
ALTER INDEX page_views_book_id_idx ATTACH PARTITION page_views_2025_11_book_id_idx;

CREATE INDEX page_views_visitor_id_idx ON ONLY page_views (visitor_id);
CREATE INDEX page_views_2025_09_visitor_id_idx ON page_views_2025_09 (visitor_id);
CREATE INDEX page_views_2025_10_visitor_id_idx ON page_views_2025_10 (visitor_id);
ALTER INDEX page_views_visitor_id_idx ATTACH PARTITION page_views_2025_09_visitor_id_idx;
ALTER INDEX page_views_visitor_id_idx ATTACH PARTITION page_views_2025_10_visitor_id_idx;

CREATE TABLE search_queries (
    searched_at  timestamptz NOT NULL DEFAULT now(),
    visitor_id   uuid NOT NULL,
    terms        text NOT NULL,
    result_count integer NOT NULL CHECK (result_count >= 0)
);
CREATE INDEX search_queries_searched_at_idx ON search_queries (searched_at);

-- Continues the numbering of the mail provider that was left in spring.
CREATE TABLE email_deliveries (
    id         integer GENERATED ALWAYS AS IDENTITY (START WITH 1884000001) PRIMARY KEY,
    recipient  citext NOT NULL,
    template   text NOT NULL,
    sent_at    timestamptz NOT NULL
);

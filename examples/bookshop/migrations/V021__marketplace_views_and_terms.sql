CREATE VIEW marketplace.offer_overview AS
SELECT o.id, o.account_id, b.title, o.condition, o.price, o.currency, o.quantity
FROM marketplace.offers o JOIN public.books b ON b.id = o.book_id;
GRANT SELECT ON marketplace.offer_overview TO bookshop_seller;

-- Takes the seller's own policies along.
CREATE VIEW marketplace.own_offers WITH (security_invoker = true) AS
SELECT id, book_id, condition, price, quantity FROM marketplace.offers WHERE quantity > 0;
GRANT SELECT ON marketplace.own_offers TO bookshop_seller;

CREATE TABLE marketplace.terms_acceptances (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id  bigint NOT NULL REFERENCES marketplace.accounts (id),
    accepted_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX terms_acceptances_account_id_idx ON marketplace.terms_acceptances (account_id);
ALTER TABLE marketplace.terms_acceptances ENABLE ROW LEVEL SECURITY;
CREATE POLICY terms_acceptances_own ON marketplace.terms_acceptances TO bookshop_seller
    USING (account_id = (SELECT marketplace.current_account_id()));

CREATE FUNCTION marketplace.accept_terms() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    INSERT INTO marketplace.terms_acceptances (account_id) VALUES (marketplace.current_account_id());
    UPDATE marketplace.accounts SET accepted_terms_at = pg_catalog.now() WHERE id = marketplace.current_account_id();
END
$$;
REVOKE EXECUTE ON FUNCTION marketplace.accept_terms() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION marketplace.accept_terms() TO bookshop_seller;

-- Sellers may not read the shop's catalogue, only look up one ISBN.
CREATE FUNCTION marketplace.find_book(wanted_isbn text) RETURNS bigint LANGUAGE plpgsql STABLE SECURITY DEFINER AS $$
BEGIN
    RETURN (SELECT b.id FROM books b WHERE b.isbn = wanted_isbn AND b.deleted_at IS NULL);
END
$$;
REVOKE EXECUTE ON FUNCTION marketplace.find_book(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION marketplace.find_book(text) TO bookshop_seller;

-- The portal purges old threads itself, which only the owner of a table may do with TRUNCATE.
GRANT CREATE ON SCHEMA marketplace TO bookshop_seller;
ALTER TABLE marketplace.messages OWNER TO bookshop_seller;
REVOKE CREATE ON SCHEMA marketplace FROM bookshop_seller;

-- The listing page sorts by these.
CREATE INDEX index_marketplace_offers_on_account_id_and_condition_and_currency_and_price
    ON marketplace.offers (account_id, condition, currency, price);

-- Cancelled disputes stay visible to whoever opened them, says the contract; added by the agency.
CREATE TABLE marketplace.disputes (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES marketplace.accounts (id),
    opened_by  text NOT NULL CHECK (char_length(opened_by) <= 254),
    state      text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'cancelled', 'settled')),
    opened_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX disputes_account_id_idx ON marketplace.disputes (account_id);
CREATE INDEX disputes_opened_by_idx ON marketplace.disputes (opened_by);
GRANT SELECT ON marketplace.disputes TO bookshop_seller;
ALTER TABLE marketplace.disputes ENABLE ROW LEVEL SECURITY;
CREATE POLICY disputes_own ON marketplace.disputes FOR SELECT TO bookshop_seller
    USING (account_id = (SELECT marketplace.current_account_id()));
CREATE POLICY disputes_opened_by_me ON marketplace.disputes FOR SELECT TO bookshop_seller
    USING (opened_by = (SELECT current_setting('marketplace.user_email', true)));

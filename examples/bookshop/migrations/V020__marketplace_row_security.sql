GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA marketplace TO bookshop_seller;
REVOKE INSERT, UPDATE ON marketplace.payouts, marketplace.daily_figures, marketplace.accounts FROM bookshop_seller;
GRANT SELECT, INSERT, UPDATE, DELETE ON marketplace.offers TO bookshop_jobs;

ALTER TABLE marketplace.accounts ENABLE ROW LEVEL SECURITY;
CREATE POLICY accounts_own ON marketplace.accounts TO bookshop_seller
    USING (id = (SELECT marketplace.current_account_id()));

ALTER TABLE marketplace.members ENABLE ROW LEVEL SECURITY;
CREATE POLICY members_colleagues ON marketplace.members TO bookshop_seller
    USING (account_id IN (SELECT m.account_id FROM marketplace.members m
                          WHERE m.email = (SELECT current_setting('marketplace.user_email', true))::citext));

ALTER TABLE marketplace.offers ENABLE ROW LEVEL SECURITY;
CREATE POLICY offers_own ON marketplace.offers TO bookshop_seller
    USING (account_id = (SELECT marketplace.current_account_id()));
-- The nightly job closes stale offers of everybody; nobody logs in as this role.
CREATE POLICY offers_housekeeping ON marketplace.offers TO bookshop_jobs USING (true) WITH CHECK (true);

ALTER TABLE marketplace.offer_images ENABLE ROW LEVEL SECURITY;
CREATE POLICY offer_images_read ON marketplace.offer_images FOR SELECT TO bookshop_seller
    USING (account_id = (SELECT marketplace.current_account_id()));
CREATE POLICY offer_images_add ON marketplace.offer_images FOR INSERT TO bookshop_seller
    WITH CHECK (account_id = (SELECT marketplace.current_account_id()));
CREATE POLICY offer_images_change ON marketplace.offer_images FOR UPDATE TO bookshop_seller
    USING (account_id = (SELECT marketplace.current_account_id()));
CREATE INDEX offer_images_account_id_idx ON marketplace.offer_images (account_id);

ALTER TABLE marketplace.offer_price_changes ENABLE ROW LEVEL SECURITY;
CREATE POLICY offer_price_changes_own ON marketplace.offer_price_changes TO bookshop_seller
    USING (account_id = (SELECT marketplace.current_account_id()));

ALTER TABLE marketplace.tickets ENABLE ROW LEVEL SECURITY;
CREATE POLICY tickets_of_contact ON marketplace.tickets TO bookshop_seller
    USING (contact = (SELECT current_setting('marketplace.user_email', true)));

ALTER TABLE marketplace.promotions ENABLE ROW LEVEL SECURITY;
-- What runs is in the shop window, for everybody to see.
CREATE POLICY promotions_read ON marketplace.promotions FOR SELECT TO bookshop_seller
    USING (state = 'running' OR account_id = (SELECT marketplace.current_account_id()));
CREATE POLICY promotions_add ON marketplace.promotions FOR INSERT TO bookshop_seller
    WITH CHECK (account_id = (SELECT marketplace.current_account_id()));
CREATE POLICY promotions_change ON marketplace.promotions FOR UPDATE TO bookshop_seller
    USING (account_id = (SELECT marketplace.current_account_id()))
    WITH CHECK (state <> 'over');

ALTER TABLE marketplace.messages ENABLE ROW LEVEL SECURITY;
CREATE POLICY messages_own ON marketplace.messages TO bookshop_seller
    USING (account_id = (SELECT marketplace.current_account_id()));

ALTER TABLE marketplace.feedback ENABLE ROW LEVEL SECURITY;
CREATE POLICY feedback_read ON marketplace.feedback FOR SELECT TO bookshop_seller
    USING (account_id = (SELECT marketplace.current_account_id()));
CREATE POLICY feedback_reply ON marketplace.feedback FOR UPDATE TO bookshop_seller USING (true) WITH CHECK (true);

-- Our own staff look at feeds of all sellers when one is stuck.
CREATE FUNCTION marketplace.is_head_office() RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN coalesce(current_setting('marketplace.head_office', true), 'off') = 'on';
END
$$;
ALTER TABLE marketplace.stock_feeds ENABLE ROW LEVEL SECURITY;
CREATE POLICY stock_feeds_own ON marketplace.stock_feeds TO bookshop_seller
    USING (account_id = marketplace.current_account_id() OR marketplace.is_head_office());

CREATE POLICY webhooks_own ON marketplace.webhooks TO bookshop_seller
    USING (account_id = (SELECT marketplace.current_account_id()));

ALTER TABLE marketplace.daily_figures ENABLE ROW LEVEL SECURITY;

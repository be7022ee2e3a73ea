-- From the slow query reports of September.
CREATE INDEX idx_orders_customer_placed ON orders (customer_id, placed_at DESC);
CREATE INDEX idx_orders_order_number ON orders (order_number);
CREATE INDEX idx_orders_is_gift ON orders (is_gift);
CREATE INDEX idx_orders_placed_at ON orders (placed_at) WHERE placed_at IS NOT NULL;
CREATE INDEX idx_shipments_order ON shipments (order_id);
CREATE INDEX idx_customers_email_created ON customers (email, created_at);
CREATE INDEX idx_purchase_order_lines_book_quantity_for_the_reorder_screen ON purchase_order_lines (quantity, unit_cost);

-- The model declares both as unique; the generator turned that into these.
ALTER TABLE publishers ADD CONSTRAINT uq_publishers_id UNIQUE (id);
ALTER TABLE staff ADD CONSTRAINT uq_staff_email_department UNIQUE (email, department_id);
ALTER TABLE refunds ADD CONSTRAINT fk_rails_refunds_payment FOREIGN KEY (payment_id) REFERENCES payments (id);

-- An exchange replaces a line of the same order.
ALTER TABLE order_lines ADD COLUMN replaces_line_id integer CHECK (replaces_line_id <> id);
ALTER TABLE order_lines ADD FOREIGN KEY (replaces_line_id) REFERENCES order_lines (id) ON DELETE SET NULL;
CREATE INDEX order_lines_replaces_line_id_idx ON order_lines (replaces_line_id) WHERE replaces_line_id IS NOT NULL;

ALTER TABLE customer_profiles
    DROP COLUMN google_plus_url,
    DROP COLUMN myspace_url,
    DROP COLUMN icq,
    DROP COLUMN skype,
    DROP COLUMN klout_score;

-- The warehouse's own system follows these two tables; search terms go to the analysts.
CREATE PUBLICATION warehouse_sync FOR TABLE stock_levels, stock_counts;
CREATE PUBLICATION search_terms FOR TABLE search_queries WITH (publish = 'insert');

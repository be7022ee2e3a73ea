-- Orders, payments, warehouse.

-- name: order_by_number
SELECT id, customer_id, status, total FROM orders WHERE order_number = 'BS2400000037';

-- name: orders_of_customer
SELECT id, order_number, total, placed_at FROM orders WHERE customer_id = 42 ORDER BY placed_at DESC LIMIT 10;

-- name: orders_of_year
SELECT id, order_number FROM orders WHERE order_number LIKE 'BS24%' ORDER BY order_number;

-- name: place_order
INSERT INTO orders (order_number, customer_id, currency) VALUES ('BS2600000001', 42, 'EUR') RETURNING id;

-- name: add_line
INSERT INTO order_lines (order_id, line_no, book_id, title_snapshot, quantity, unit_price) VALUES (1, 1, 17, 'Emma', 2, 9.99);

-- name: mark_as_gift
UPDATE orders SET is_gift = true WHERE id = 17;

-- name: late_orders
SELECT o.id, o.order_number FROM orders o WHERE o.placed_at < now() - interval '14 days' AND o.status = 'paid' AND o.cancelled_at = NULL;

-- name: payment_of_order
SELECT id, amount, status FROM payments WHERE order_id = 17 AND voided_at IS NULL;

-- name: movements_of_book
SELECT moved_at, quantity, reason FROM stock_movements WHERE book_id = 17 ORDER BY moved_at;

-- name: movements_of_warehouse
SELECT sum(quantity) FROM stock_movements WHERE warehouse_code = 'BER' AND book_id = 17;

-- name: movements_with_warehouse
SELECT w.name, sum(m.quantity) FROM stock_movements m JOIN warehouses w ON w.code = m.warehouse_code WHERE m.reason = 'sale' GROUP BY w.name;

-- name: reorder_screen
SELECT purchase_order_id, book_id FROM purchase_order_lines WHERE quantity >= 10 AND unit_cost = 4.50;

-- name: invoices_of_purchase
SELECT p.id, i.issued_on FROM purchase_orders p JOIN erp_invoices i ON i.invoice_no = p.po_number WHERE i.order_id = 17;

-- name: stock
SELECT warehouse_id, on_hand FROM stock_levels WHERE book_id = 17;

-- name: tracking
SELECT e.description, e.happened_at FROM shipments s JOIN shipment_events e ON e.shipment_id = s.id WHERE s.order_id = 17 ORDER BY e.happened_at;

-- name: disputes_of_member
SELECT d.id, d.state FROM marketplace.disputes d JOIN marketplace.members m ON m.email = d.opened_by WHERE m.account_id = 3;

-- name: credits_printed
SELECT c.document_number, r.amount FROM credit_notes c JOIN refunds r ON r.id = c.refund_id WHERE c.printed_at >= '2026-01-01';

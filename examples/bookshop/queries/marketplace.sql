-- What the sellers' portal asks. The session sets marketplace.account_id; tables without row security are asked for it here.

-- name: payouts_of_account
SELECT paid_on, amount, currency FROM marketplace.payouts WHERE account_id = 3 ORDER BY paid_on DESC LIMIT 20;

-- name: payouts_of_year
SELECT sum(amount) FROM marketplace.payouts WHERE account_id = 3 AND paid_on >= '2026-01-01' AND paid_on < '2027-01-01';

-- name: payout
SELECT amount, currency, paid_on FROM marketplace.payouts WHERE id = 17;

-- name: offers_of_account
SELECT id, book_id, price, quantity FROM marketplace.offers WHERE account_id = 3 AND condition = 'used' AND currency = 'EUR' ORDER BY price LIMIT 50;

-- name: offer
SELECT id, price, quantity FROM marketplace.offers WHERE id = 17;

-- name: change_price
UPDATE marketplace.offers SET price = 7.50 WHERE id = 17 AND account_id = 3;

-- What the shop's pages ask of the catalogue. Each statement is one that the application sends, with values as it sent them once.

-- name: books_by_title
SELECT id, title, price, currency FROM books WHERE deleted_at IS NULL ORDER BY title LIMIT 50;

-- name: books_of_category
SELECT b.id, b.title, b.price
FROM books b
JOIN book_categories c ON c.book_id = b.id
WHERE c.category_id = 12 AND b.deleted_at IS NULL
ORDER BY b.title;

-- name: suggest_titles
SELECT id, title FROM books WHERE title LIKE 'The %' AND deleted_at IS NULL ORDER BY title LIMIT 10;

-- name: new_arrivals
SELECT id, title, price FROM books WHERE deleted_at IS NULL ORDER BY created_at DESC LIMIT 12;

-- name: books_of_genre
SELECT id, title, price FROM books WHERE genre_id = 3;

-- name: book_by_isbn
SELECT id, title FROM books WHERE isbn = '9780141439587' AND deleted_at IS NULL;

-- name: book_page
SELECT b.id, b.title, b.subtitle, b.price, p.legal_name
FROM books b
JOIN publishers p ON p.id = b.publisher_id
WHERE b.id = 17;

-- name: author_page
SELECT id, full_name, biography FROM authors WHERE slug = 'jane-austen';

-- name: publisher_by_name
SELECT id, website FROM publishers WHERE lower(legal_name) = lower('Penguin Books');

-- name: book_of_the_moment
SELECT id, title FROM books WHERE deleted_at IS NULL ORDER BY random() LIMIT 1;

-- name: list_price
SELECT list_price FROM list_prices WHERE isbn = '9780141439587' ORDER BY set_on DESC LIMIT 1;

-- name: price_today
SELECT price FROM book_prices WHERE book_id = 17 AND currency = 'EUR' AND valid_during @> current_date;

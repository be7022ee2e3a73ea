CREATE TABLE departments (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name       text NOT NULL UNIQUE CHECK (char_length(name) <= 60),
    parent_id  bigint REFERENCES departments (id) ON DELETE SET NULL CHECK (parent_id <> id),
    manager_id bigint
);
CREATE INDEX departments_parent_id_idx ON departments (parent_id);

CREATE TABLE staff (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    department_id bigint NOT NULL REFERENCES departments (id),
    reports_to_id bigint REFERENCES staff (id) CHECK (reports_to_id <> id),
    email         text NOT NULL UNIQUE CHECK (char_length(email) <= 254),
    full_name     text NOT NULL,
    password      text NOT NULL CHECK (password LIKE '$2b$%'),
    hired_on      date NOT NULL
);
CREATE INDEX staff_department_id_idx ON staff (department_id);
CREATE INDEX staff_reports_to_id_idx ON staff (reports_to_id);

ALTER TABLE departments ADD FOREIGN KEY (manager_id) REFERENCES staff (id);
CREATE INDEX departments_manager_id_idx ON departments (manager_id);

INSERT INTO departments (name) VALUES ('Management'), ('Shop floor'), ('Warehouse'), ('Web'), ('Support');
UPDATE departments SET parent_id = 1 WHERE id > 1;
INSERT INTO staff (department_id, reports_to_id, email, full_name, password, hired_on)
SELECT CASE WHEN g <= 2 THEN 1 ELSE 2 + g % 4 END, NULLIF(g / 5, 0),
       lower(f.name) || '.' || lower(l.name) || '@bookshop.example', f.name || ' ' || l.name,
       '$2b$12$' || substr(md5('staff' || g) || md5('salt' || g), 1, 53), date '2016-02-01' + g * 97
FROM generate_series(1, 24) g,
     LATERAL (SELECT (ARRAY['Ada', 'Bram', 'Carla', 'Dev', 'Edith', 'Femi', 'Greta', 'Hugo'])[1 + g % 8] AS name) f,
     LATERAL (SELECT (ARRAY['Moss', 'Okafor', 'Quinn', 'Ricci', 'Sandoz'])[1 + g % 5] AS name) l;
UPDATE departments d SET manager_id = (SELECT min(s.id) FROM staff s WHERE s.department_id = d.id);
-- A department without a manager broke the holiday calendar twice.
ALTER TABLE departments ALTER COLUMN manager_id SET NOT NULL;

CREATE TABLE staff_shifts (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    staff_id  bigint NOT NULL REFERENCES staff (id),
    starts_at timestamptz NOT NULL,
    ends_at   timestamptz NOT NULL,
    CHECK (ends_at > starts_at)
);
CREATE INDEX staff_shifts_staff_id_idx ON staff_shifts (staff_id, starts_at);

CREATE TABLE staff_sessions (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    staff_id   bigint NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    token      text NOT NULL UNIQUE CHECK (char_length(token) <= 64),
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX staff_sessions_staff_id_idx ON staff_sessions (staff_id);

CREATE TABLE staff_notes (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    staff_id    bigint NOT NULL REFERENCES staff (id),
    order_id    bigint REFERENCES orders (id) ON DELETE CASCADE,
    customer_id bigint REFERENCES customers (id) ON DELETE CASCADE,
    book_id     bigint REFERENCES books (id),
    note        text NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT staff_notes_about_one_thing CHECK (num_nonnulls(order_id, customer_id, book_id) = 1)
);
CREATE INDEX staff_notes_staff_id_idx ON staff_notes (staff_id);
CREATE INDEX staff_notes_order_id_idx ON staff_notes (order_id);
CREATE INDEX staff_notes_customer_id_idx ON staff_notes (customer_id);
CREATE INDEX staff_notes_book_id_idx ON staff_notes (book_id);

CREATE TABLE affiliates (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email      text NOT NULL CHECK (char_length(email) <= 254),
    site_url   text NOT NULL,
    password   text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX affiliates_email_key ON affiliates (lower(email));

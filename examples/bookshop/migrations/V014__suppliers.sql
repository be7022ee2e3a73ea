CREATE TABLE suppliers (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name         text NOT NULL UNIQUE CHECK (char_length(name) <= 80),
    country_code text NOT NULL REFERENCES countries (code),
    phone1       text NOT NULL,
    phone2       text,
    phone3       text,
    remarks      text DEFAULT 'NULL',
    created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX suppliers_country_code_idx ON suppliers (country_code);

CREATE TABLE supplier_contacts (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    supplier_id bigint REFERENCES suppliers (id),
    full_name   text,
    job_title   text,
    phone       text,
    birthday    date
);
CREATE INDEX supplier_contacts_supplier_id_idx ON supplier_contacts (supplier_id);

CREATE SEQUENCE purchase_orders_po_number_seq START 4001;
CREATE TABLE purchase_orders (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    po_number    integer NOT NULL UNIQUE DEFAULT nextval('purchase_orders_po_number_seq'),
    supplier_id  bigint NOT NULL REFERENCES suppliers (id),
    is_draft     boolean NOT NULL DEFAULT true,
    is_sent      boolean NOT NULL DEFAULT false,
    is_confirmed boolean NOT NULL DEFAULT false,
    is_received  boolean NOT NULL DEFAULT false,
    is_cancelled boolean NOT NULL DEFAULT false,
    created_at   timestamptz NOT NULL DEFAULT now()
);
ALTER SEQUENCE purchase_orders_po_number_seq OWNED BY purchase_orders.po_number;
CREATE INDEX purchase_orders_supplier_id_idx ON purchase_orders (supplier_id);

CREATE TABLE purchase_order_lines (
    purchase_order_id bigint NOT NULL REFERENCES purchase_orders (id) ON DELETE CASCADE,
    book_id           bigint NOT NULL REFERENCES books (id),
    quantity          integer NOT NULL CHECK (quantity > 0),
    unit_cost         money_amount NOT NULL,
    PRIMARY KEY (purchase_order_id, book_id)
);
CREATE INDEX purchase_order_lines_book_id_idx ON purchase_order_lines (book_id);

CREATE TABLE supplier_invoices (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    supplier_id    bigint NOT NULL REFERENCES suppliers (id),
    invoice_number text NOT NULL CHECK (char_length(invoice_number) <= 40),
    invoice_total  double precision NOT NULL CHECK (invoice_total >= 0),
    currency       currency_code NOT NULL,
    due_on         date NOT NULL,
    UNIQUE (supplier_id, invoice_number)
);

-- The wholesalers' weekly lists, loaded by the agency's script as they come.
CREATE TABLE supplier_catalogue (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    supplier_name  text NOT NULL,
    supplier_city  text NOT NULL,
    supplier_phone text NOT NULL,
    isbn           text NOT NULL,
    list_price     money_amount NOT NULL,
    currency       integer NOT NULL,
    subjects       text[] NOT NULL DEFAULT '{}',
    loaded_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX supplier_catalogue_subjects_idx ON supplier_catalogue USING gin (subjects);

-- COPY target; emptied after every load.
CREATE TABLE supplier_feed_staging (
    line_no  integer NOT NULL,
    raw_line text NOT NULL,
    problem  text
);

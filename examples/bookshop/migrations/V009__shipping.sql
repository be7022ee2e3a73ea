CREATE TABLE carriers (
    carrier_name varchar(120) PRIMARY KEY,
    tracking_url text NOT NULL
);

CREATE TABLE carrier_rates (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    carrier_name varchar(120) NOT NULL REFERENCES carriers (carrier_name),
    -- Empty: the rest of the world.
    country_code text REFERENCES countries (code),
    service      text NOT NULL CHECK (char_length(service) <= 40),
    price        money_amount NOT NULL,
    currency     currency_code NOT NULL,
    UNIQUE (carrier_name, country_code, service)
);
CREATE INDEX carrier_rates_country_code_idx ON carrier_rates (country_code);

CREATE TABLE tax_rates (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    country_code text NOT NULL REFERENCES countries (code),
    -- Empty: the whole country.
    region       text CHECK (char_length(region) <= 40),
    vat_rate     numeric(5, 4) NOT NULL CHECK (vat_rate BETWEEN 0 AND 1),
    UNIQUE NULLS NOT DISTINCT (country_code, region)
);

CREATE TABLE pickup_points (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    carrier_name    varchar(120) NOT NULL REFERENCES carriers (carrier_name),
    name            text NOT NULL,
    latest_drop_off timetz NOT NULL
);
CREATE INDEX pickup_points_carrier_name_idx ON pickup_points (carrier_name);

CREATE TABLE shipments (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id         bigint NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    warehouse_id     bigint NOT NULL REFERENCES warehouses (id),
    carrier_name     varchar(120) NOT NULL REFERENCES carriers (carrier_name),
    tracking_number  text NOT NULL CHECK (char_length(tracking_number) <= 40),
    -- As printed on the label; the customer's address may change later.
    delivery_address text NOT NULL,
    weight_grams     integer NOT NULL CHECK (weight_grams > 0),
    status           text NOT NULL CHECK (status IN ('picking', 'packed', 'handed_over', 'in_transit', 'at_depot',
                         'out_for_delivery', 'delivered', 'refused', 'lost', 'returned')),
    dispatched_at    timestamptz(0),
    created_at       timestamptz NOT NULL DEFAULT now(),
    UNIQUE (carrier_name, tracking_number)
);
CREATE INDEX shipments_order_id_idx ON shipments (order_id);
CREATE INDEX shipments_warehouse_id_idx ON shipments (warehouse_id);

CREATE TABLE shipment_events (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    shipment_id bigint NOT NULL REFERENCES shipments (id) ON DELETE CASCADE,
    description text NOT NULL,
    happened_at timestamptz NOT NULL
);
CREATE INDEX shipment_events_shipment_id_idx ON shipment_events USING hash (shipment_id);

CREATE SEQUENCE rma_number_seq START 70001;
CREATE TABLE returns (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rma_number  bigint NOT NULL DEFAULT nextval('rma_number_seq') UNIQUE,
    order_id    bigint NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    reason      text NOT NULL,
    received_at timestamp
);
CREATE INDEX returns_order_id_idx ON returns (order_id);

-- One series of numbers for all paper that leaves the house, as the accountants ask.
CREATE SEQUENCE global_document_number_seq START 100001;
CREATE TABLE delivery_notes (
    document_number bigint PRIMARY KEY DEFAULT nextval('global_document_number_seq'),
    shipment_id     bigint NOT NULL UNIQUE REFERENCES shipments (id) ON DELETE CASCADE,
    printed_at      timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE credit_notes (
    document_number bigint PRIMARY KEY DEFAULT nextval('global_document_number_seq'),
    refund_id       bigint NOT NULL UNIQUE REFERENCES refunds (id),
    printed_at      timestamptz NOT NULL DEFAULT now()
);

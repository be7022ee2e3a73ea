-- Roles. The platform team sets passwords; nothing here creates a superuser.
CREATE ROLE bookshop_app LOGIN;
CREATE ROLE bookshop_support NOLOGIN;
CREATE ROLE bookshop_reporting NOLOGIN;
CREATE ROLE bookshop_jobs NOLOGIN;

CREATE EXTENSION citext;

-- Money is kept with two decimals and never negative; refunds have a table of their own.
CREATE DOMAIN money_amount AS numeric(12, 2) CHECK (VALUE >= 0);
-- ISO 4217, upper case.
CREATE DOMAIN currency_code AS text CHECK (VALUE ~ '^[A-Z]{3}$');

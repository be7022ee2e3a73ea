// Migrations of Rails as the SQL that Active Record sends.
#include "sql/migrations/rails.h"

#include <doctest/doctest.h>

#include "core/text.h"

namespace assay::sql {

namespace {

std::string statements(std::string_view body, std::string_view version = "7.1") {
    const auto text = rails_text(std::string{"class Change < ActiveRecord::Migration["} + std::string{version} + "]\n  def change\n" + std::string{body} + "\n  end\nend\n");
    std::string lines;
    for (const auto line : lines_of(text.sql.text))
        if (!trimmed(line).empty()) lines += std::string{trimmed(line)} + "\n";
    for (const auto& unread : text.unread) lines += "unread: " + unread.reason + "\n";
    return lines;
}

}  // namespace

TEST_SUITE("sql: migrations of Rails") {
    TEST_CASE("tables with their columns, references, indexes and keys") {
        CHECK(statements("create_table :orders do |t|\n t.string :state, null: false, default: 'open', limit: 20\n t.decimal :total, precision: 10, scale: 2\n"
                         " t.references :customer, null: false, foreign_key: true\n t.timestamps\nend") ==
              "CREATE TABLE orders (id bigserial PRIMARY KEY, state character varying(20) DEFAULT 'open' NOT NULL, total numeric(10,2), customer_id bigint NOT NULL, "
              "created_at timestamp(6) NOT NULL, updated_at timestamp(6) NOT NULL);  CREATE INDEX index_orders_on_customer_id ON orders (customer_id); "
              "ALTER TABLE orders ADD CONSTRAINT fk_rails_3dad120da9 FOREIGN KEY (customer_id) REFERENCES customers (id);\n");
        CHECK(statements("create_table :tags, id: :uuid, if_not_exists: true do |t|\n t.text :words, array: true, default: []\n t.jsonb :extra, default: {}\nend") ==
              "CREATE TABLE IF NOT EXISTS tags (id uuid DEFAULT gen_random_uuid() PRIMARY KEY, words text[] DEFAULT '{}', extra jsonb DEFAULT '{}');\n");
        CHECK(statements("create_table :old do |t|\n t.datetime :at\nend", "4.2") == "CREATE TABLE old (id serial PRIMARY KEY, at timestamp);\n");
    }

    TEST_CASE("changes of one table") {
        CHECK(statements("add_index :orders, [:customer_id, :state], unique: true, algorithm: :concurrently, where: \"state <> 'done'\"") ==
              "CREATE UNIQUE INDEX CONCURRENTLY index_orders_on_customer_id_and_state ON orders (customer_id, state) WHERE state <> 'done';\n");
        CHECK(statements("add_column :orders, :token, :uuid, default: -> { 'gen_random_uuid()' }, null: false") ==
              "ALTER TABLE orders ADD COLUMN token uuid DEFAULT gen_random_uuid() NOT NULL;\n");
        CHECK(statements("change_column_null :orders, :state, false, 'open'") ==
              "UPDATE orders SET state = 'open' WHERE state IS NULL; ALTER TABLE orders ALTER COLUMN state SET NOT NULL;\n");
        CHECK(statements("add_foreign_key :orders, :people, column: :owner_id, validate: false, on_delete: :cascade").find("FOREIGN KEY (owner_id) REFERENCES people (id) ON DELETE CASCADE NOT VALID;") != std::string::npos);
        CHECK(statements("change_table :orders, bulk: true do |t|\n t.remove :note\n t.rename :total, :amount\n t.boolean :paid\nend") ==
              "ALTER TABLE orders DROP COLUMN note; ALTER TABLE orders RENAME COLUMN total TO amount; ALTER TABLE orders ADD COLUMN paid boolean;\n");
        CHECK(statements("remove_column :orders, :note, :text\nrename_column :orders, :a, :b\nchange_column :orders, :total, :bigint\ndrop_table :old") ==
              "ALTER TABLE orders DROP COLUMN note;\nALTER TABLE orders RENAME COLUMN a TO b;\nALTER TABLE orders ALTER COLUMN total TYPE bigint;\nDROP TABLE old;\n");
    }

    TEST_CASE("SQL stands where it stood") {
        const std::string ruby = "class A < ActiveRecord::Migration[7.1]\n  def up\n    safety_assured do\n      execute <<~SQL\n        update orders set state = 'x';\n      SQL\n    end\n    execute 'select 1' if ready?\n  end\n"
                                 "  def down\n    execute 'drop table orders'\n  end\nend\n";
        const auto text = rails_text(ruby);
        const auto at = text.sql.text.find("update orders");
        REQUIRE(at != std::string::npos);
        CHECK(text.sql.original_offset(at) == ruby.find("update orders"));
        CHECK(text.sql.text.find("drop table") == std::string::npos);
        CHECK(text.sql.text.find("select 1;") != std::string::npos);
        CHECK(text.vouched.size() == 1);
        CHECK(std::count(text.sql.text.begin(), text.sql.text.end(), '\n') == std::count(ruby.begin(), ruby.end(), '\n'));
    }

    TEST_CASE("what only the program knows is unread, and the rest goes on") {
        CHECK(statements("execute \"drop table #{name}\"\nadd_column :orders, :note, :text") == "ALTER TABLE orders ADD COLUMN note text;\nunread: SQL that the program puts together is not read\n");
        CHECK(statements("User.where(active: false).find_each do |user|\n user.update!(note: 'x')\nend\nadd_column :orders, :note, :text") ==
              "ALTER TABLE orders ADD COLUMN note text;\nunread: Ruby that is no statement of a schema is not read: User.where(active: false).find_each do |user|\n");
        CHECK_FALSE(rails_text("class A < ActiveRecord::Migration[7.0]\n disable_ddl_transaction!\n def change\n end\nend\n").in_transaction);
        CHECK(rails_text("ActiveRecord::Schema[7.0].define(version: 2024_01_01) do\n  enable_extension \"plpgsql\"\n  create_table \"a\", force: :cascade do |t|\n    t.string \"b\"\n  end\nend\n").sql.text.find("CREATE TABLE a (id bigserial PRIMARY KEY, b character varying);") != std::string::npos);
    }
}

}  // namespace assay::sql

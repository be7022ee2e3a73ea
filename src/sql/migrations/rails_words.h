// Words of Active Record as words of SQL: types, defaults, names that it gives by itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sql/migrations/ruby.h"

namespace assay::sql::rails {

// "string" with limit: 20 is "character varying(20)". `version` is that of ActiveRecord::Migration, 7.0 as 70; empty: no type.
std::string type_of(std::string_view type, const ruby::Value& options, int version);
// As SQL; nothing where only the program knows it.
std::string literal(const ruby::Value& value);
// "NOT NULL DEFAULT 0 COLLATE …": what options say of a column beside its type.
std::string column_constraints(const ruby::Value& options);

std::vector<std::string> names_in(const ruby::Value* value);
std::string quoted_list(const std::vector<std::string>& names);
// "index_orders_on_customer_id_and_state"
std::string index_name(std::string_view table, const std::vector<std::string>& columns);
// As Active Record works it out: "fk_rails_" and ten digits of a hash.
std::string foreign_key_name(std::string_view table, std::string_view column);
std::string check_name(std::string_view table, std::string_view expression);
// "customer" of "customers": what `foreign_key: true` and add_foreign_key name the column after. Regular plurals only.
std::string singular(std::string_view table);
std::string plural(std::string_view name);

}  // namespace assay::sql::rails

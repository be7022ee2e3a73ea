// What FROM and WHERE of a statement hold, for rules that look at how tables are joined.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sql/tree.h"

namespace assay::query {

// What a table of FROM is called in its statement: its alias, else its name.
std::string_view name_of(sql::Node table);

// One table, function or sub-select of FROM, joins taken apart.
struct FromItem {
    sql::Node item;            // {tag: {…}}
    std::string_view name;     // by which columns are qualified; empty when it has none
    sql::Node join;            // the JoinExpr that brings it in as its right side; absent for others
    bool optional = false;     // may be without a row: on the far side of an outer join
};
// Of a list: "fromClause" of SELECT and UPDATE, "usingClause" of DELETE.
std::vector<FromItem> from_items(sql::Node list);

// What AND joins at the top of a condition; nothing of an absent one.
std::vector<sql::Node> conditions_of(sql::Node where);

// Of a ColumnRef: "o" of o.city, the table of public.o.city; empty when it is not qualified.
std::string_view qualifier_of(sql::Node column);
std::string_view column_of(sql::Node column);  // "city"; empty for "*"
std::string text_of(sql::Node column);         // "o.city"

// {"A_Expr": …} that compares with this operator ("=") in the plain way.
bool is_comparison(sql::Node expression, std::string_view operation);
// A constant, or a parameter, or either of them cast.
bool is_value(sql::Node wrapped);
// The last part of a function's or a type's name, lower case.
std::string_view last_name(sql::Node names);

}  // namespace assay::query

// Names in a statement: which table a FROM item means, and which of the tables in scope a column is of.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "domain/query/model/column_roles.h"
#include "sql/tree.h"

namespace assay::query {

struct Scope {
    std::vector<std::size_t> uses = {};  // of Roles::uses
    const Scope* outer = nullptr;
    bool opaque = false;  // it also has columns that are not known: of a sub-select, a function, a CTE
};

// A column, or an expression of one table's columns, and the use that it is of.
struct Found {
    std::size_t use = 0;
    std::string column;
};

class Names {
public:
    Names(const Tables& tables, Roles& roles) : tables_{tables}, roles_{roles} {}

    void add_query(std::string_view name) { queries_.insert(std::string{name}); }
    // nullptr for names of WITH and for what the tables lack.
    const Table* table(sql::Node range) const;
    // A table that no schema has is noted.
    void add_use(sql::Node range, Scope& scope);
    void note_unknown_table(sql::Node range);
    // Where it is certain: its table is told, by an alias or because there is no other.
    void note_unknown_column(sql::Node reference, const Scope& scope);

    std::optional<Found> column(sql::Node wrapped, const Scope& scope) const;
    // Also (lower(email)) and the like, where all columns are of one use.
    std::optional<Found> operand(sql::Node wrapped, const Scope& scope) const;
    // The use that "o" in `select o from orders o` means.
    std::optional<std::size_t> whole_row(sql::Node reference, const Scope& scope) const;

private:
    const TableUse* named(std::string_view alias, const Scope& scope) const;
    const TableUse* only_one(std::string_view name, const Scope& scope) const;

    const Tables& tables_;
    Roles& roles_;
    std::set<std::string> queries_;  // names of WITH
};

}  // namespace assay::query

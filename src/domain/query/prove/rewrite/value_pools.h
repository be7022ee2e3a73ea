// Value pools: the few values that a trial's rows are made of, for each column of the tables that queries read.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/query/model/schema_facts.h"
#include "domain/query/model/statement_literals.h"
#include "world/pg.h"

namespace assay::query {

struct ValuePool {
    std::vector<std::string> near;    // the statements' own constants for this column, and their neighbours
    std::vector<std::string> others;

    bool empty() const { return near.empty() && others.empty(); }
};

struct PooledColumn {
    const FactColumn* column = nullptr;
    ValuePool pool;
    bool used = false;    // a statement names it
    bool unique = false;  // by itself
};

struct PooledTable {
    const FactTable* table = nullptr;
    std::string name;  // as SQL writes it, with its schema
    std::vector<PooledColumn> columns;  // those that are written, in the table's order
};

inline constexpr const char* trial_zones[]{"UTC", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"};

// The server is asked which values each type takes: in the session's transaction, with a function in pg_temp.
Result<std::vector<PooledTable>> make_pools(pg::Connection& session, const std::vector<const FactTable*>& tables, const StatementLiterals& literals);
// Values for a parameter: of the columns that it is compared with, else of its type.
std::vector<std::string> parameter_values(int number, const StatementLiterals& literals, const std::vector<PooledTable>& tables);

}  // namespace assay::query

// What a statement does with the columns of each table that it names: compare, join, sort, group, only read.
#pragma once

#include <string>
#include <vector>

#include "domain/query/model/parameters.h"
#include "domain/query/model/tables.h"
#include "sql/tree.h"

namespace assay::query {

struct Ordering {
    std::string column;
    bool descending = false;
    bool nulls_first = false;
};

// A condition that compares with a constant of the statement, or tells NULL or truth: what a partial index may hold.
struct FixedCondition {
    std::string column;
    std::string text;  // as SQL: "state = 'paid'", "deleted_at IS NULL", "active"
};

// One mention of a table in FROM (or as the target of UPDATE or DELETE). Names are as SQL writes them.
struct TableUse {
    const Table* table = nullptr;
    std::string alias = {};
    std::vector<std::string> equal = {}, ranged = {}, joined = {}, grouped = {}, read = {};
    std::vector<std::string> prefixes = {};           // LIKE 'x%'
    std::vector<std::string> equal_expressions = {};  // "(lower(email))"; in the other lists expressions stand beside columns
    std::vector<std::string> contained = {};          // with @>, <@, &&, ?, @@: what GIN serves
    std::vector<std::string> asked_for_keys = {};     // of those the ones with ?, ?|, ?&
    std::vector<std::string> patterns = {};           // LIKE with a leading wildcard, ILIKE, regular expressions
    std::vector<Ordering> ordered = {};
    std::vector<FixedCondition> fixed = {};
    std::vector<std::string> excluding = {};          // x NOT IN (SELECT column …)
    bool reads_all = false;  // "*"
};

// Columns of two uses that are compared with "=".
struct JoinPair {
    std::size_t use = 0;  // of Roles::uses
    std::string column;
    std::size_t other_use = 0;
    std::string other_column;
};

// A name that the schema does not have: a table, or the column of a table that it has.
struct UnknownName {
    const Table* table = nullptr;  // of a column
    std::string name;              // as SQL writes it
};

// $3 beside a column, or as the number of rows that are wanted (no table then).
struct ParameterUse {
    int number = 0;
    const Table* table = nullptr;
    std::string column = {};
    std::string operation = {};  // "=", "<", …, "= ANY"
};

struct Roles {
    std::vector<TableUse> uses;
    std::vector<ParameterUse> parameters = {};
    const Table* written = nullptr;        // the target of a write
    enum class Write : unsigned char { none, insert, update, remove } write = Write::none;
    std::vector<std::string> set_columns;  // of UPDATE; of INSERT, those that it names
    std::vector<std::string> conflict_columns;  // ON CONFLICT (…)
    bool names_columns = true;             // INSERT (…), not INSERT INTO t VALUES
    bool limited = false;                  // LIMIT at the top
    std::vector<JoinPair> pairs;
    std::vector<UnknownName> unknown;
};

// Columns are looked up in the tables; what cannot be told (CTEs, functions, names that two tables have) is left out.
// `statement` is {tag: {…}}. Names without a schema mean the schema that has them, public first. `values` of parameters tell what
// LIKE $1 looks for; they are no conditions that are always asked for.
Roles roles_of(sql::Node statement, const Tables& tables, const ParameterValues& values = {});

// Of another call of the same statement: constants that differ between them are values of parameters, no conditions that
// are always asked for; what each of them looks for with LIKE is looked for.
void add_call(Roles& roles, const Roles& other);

}  // namespace assay::query

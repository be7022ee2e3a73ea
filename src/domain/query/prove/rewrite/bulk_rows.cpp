#include "domain/query/prove/rewrite/bulk_rows.h"

#include <fmt/core.h>

#include <algorithm>

#include "domain/query/prove/rewrite/trial_session.h"
#include "sql/names.h"

namespace assay::query {

namespace {

using std::string;

// A value of its own for each number.
string distinct_value(const FactColumn& column, const string& number) {
    const auto& type = column.base;
    if (column.category == "N") return number;
    if (type == "uuid") return fmt::format("md5({}::text)::uuid", number);
    if (type == "date") return fmt::format("date '2000-01-01' + ({})::int", number);
    if (type == "timestamp" || type == "timestamptz") return fmt::format("timestamp '2023-01-01' + ({}) * interval '17 minutes'", number);
    if (column.category == "S") return fmt::format("'v' || ({})", number);
    return {};
}

string pool_value(const PooledColumn& column, const string& spread) {
    std::vector<string> values = column.pool.near;
    values.insert(values.end(), column.pool.others.begin(), column.pool.others.end());
    if (values.empty()) return "null";
    string list;
    for (const auto& value : values) list += (list.empty() ? "" : ", ") + pg::quote_literal(value);
    return fmt::format("(array[{}])[1 + mod({}, {})]::{}", list, spread, values.size(), column.column->type);
}

// Values of a few hundred kinds, now and then one that the statement names, now and then none.
string ordinary_value(const PooledColumn& column, std::size_t place, bool from_pool) {
    const auto spread = fmt::format("(i::bigint * {} / 64)", 7919 + 2 * place);
    const auto& fact = *column.column;
    const bool few = !fact.labels.empty() || fact.base == "bool" || distinct_value(fact, "i").empty();
    string value = few || from_pool ? pool_value(column, spread) : distinct_value(fact, fmt::format("mod({}, {})", spread, fact.category == "D" ? 30'000 : 500));
    if (!few && !from_pool && !column.pool.near.empty())
        value = fmt::format("case when mod({}, 20) = 3 then {} else ({})::{} end", spread, pool_value({column.column, {column.pool.near, {}}}, "i / 20"), value, fact.type);
    if (!fact.not_null) value = fmt::format("case when mod({}, 23) = 5 then null else {} end", spread, value);
    return value;
}

const PooledTable* by_oid(const std::vector<PooledTable>& tables, std::int64_t oid) {
    const auto found = std::find_if(tables.begin(), tables.end(), [&](const auto& each) { return each.table->oid == oid; });
    return found == tables.end() ? nullptr : &*found;
}

int rows_of(const std::vector<PooledTable>& tables, const PooledTable& table) {
    const auto& keys = table.table->foreign_keys;
    const bool refers = std::any_of(keys.begin(), keys.end(), [&](const auto& key) { return key.parent != table.table->oid && by_oid(tables, key.parent); });
    return refers || tables.size() == 1 ? bulk_child_rows : bulk_parent_rows;
}

// The value of a column in row `number`: of a reference that of the row it refers to.
string value_at(const std::vector<PooledTable>& tables, const PooledTable& table, const PooledColumn& column, const string& number, bool from_pool, int depth) {
    for (const auto& key : table.table->foreign_keys) {
        const auto at = std::find(key.columns.begin(), key.columns.end(), column.column->name);
        const auto* parent = by_oid(tables, key.parent);
        if (at == key.columns.end() || !parent || depth > 4) continue;
        const auto& other = key.parent_columns[static_cast<std::size_t>(at - key.columns.begin())];
        for (const auto& each : parent->columns)
            if (each.column->name == other)
                return value_at(tables, *parent, each, fmt::format("(1 + mod({}::bigint * 7919, {}))", number, rows_of(tables, *parent)), from_pool, depth + 1);
    }
    const bool is_first_of_key = std::any_of(table.table->keys.begin(), table.table->keys.end(), [&](const auto& key) { return key.columns[0] == column.column->name; });
    if (is_first_of_key)
        if (auto value = distinct_value(*column.column, number); !value.empty()) return value;
    const auto place = static_cast<std::size_t>(&column - table.columns.data());
    auto value = ordinary_value(column, place, from_pool);
    for (auto i = value.find("i::bigint"); i != value.npos && number != "i"; i = value.find("i::bigint", i + number.size())) value.replace(i, 1, number);
    return value;
}

string fill_statement(const std::vector<PooledTable>& tables, const PooledTable& table, bool from_pool) {
    string names, values;
    for (const auto& column : table.columns) {
        if (column.pool.empty() && !column.column->not_null) continue;
        names += (names.empty() ? "" : ", ") + sql::quote_identifier(column.column->name);
        values += fmt::format("{}({})::{}", values.empty() ? "" : ", ", value_at(tables, table, column, "i", from_pool, 0), column.column->type);
    }
    string kept = "true";
    for (const auto& check : table.table->checks) kept += fmt::format(" and ({}) is not false", check);
    return fmt::format("insert into {0} ({1}) overriding system value select * from (select {2} from generate_series(1, {3}) i) v({1}) where {4} on conflict do nothing", table.name, names, values,
                       rows_of(tables, table), kept);
}

}  // namespace

Result<void> fill_in_bulk(Lab& lab, const std::vector<PooledTable>& tables) {
    auto session = lab.session();
    if (!session) return tl::unexpected(session.error());
    if (auto ready = empty_tables(**session, tables); !ready) return ready;
    for (const auto& table : tables) {
        bool done = false;
        for (const bool from_pool : {false, true}) {
            if (done) break;
            if (auto saved = (*session)->query("savepoint assay_bulk"); !saved) return tl::unexpected(saved.error());
            done = (*session)->query(fill_statement(tables, table, from_pool)).has_value();
            if (!done) (void)(*session)->query("rollback to savepoint assay_bulk");
        }
        if (!done) return fail("no generated rows fit " + table.name + ": " + (*session)->last_error().message);
        if (auto analysed = (*session)->query("analyze " + table.name); !analysed) return tl::unexpected(analysed.error());
    }
    return {};
}

}  // namespace assay::query

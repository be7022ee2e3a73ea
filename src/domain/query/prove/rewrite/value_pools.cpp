#include "domain/query/prove/rewrite/value_pools.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "core/text.h"
#include "sql/names.h"

namespace assay::query {

namespace {

using Texts = std::vector<std::string>;

// Answers a value as its type prints it, NULL when the type does not take it.
constexpr const char* probe_function = R"(
create or replace function pg_temp.assay_value(v text, t text) returns text language plpgsql as $$
declare answer text;
begin
  execute format('select cast(%s as %s)::text', v, t) into answer;
  return answer;
exception when others then return null;
end$$)";

struct BasePool {
    std::string_view type;
    Texts values;
};

// Ordinary values and those at which functions and collations change their minds.
const std::vector<BasePool>& base_pools() {
    static const std::vector<BasePool> pools{
        {"int2", {"1", "2", "3", "0", "10", "4", "5", "-1"}},
        {"int4", {"1", "2", "3", "0", "10", "4", "5", "-1"}},
        {"int8", {"1", "2", "3", "0", "10", "4", "5", "-1"}},
        {"numeric", {"1", "2", "0", "0.5", "3", "-1"}},
        {"float4", {"1", "2", "0", "0.5", "NaN", "-1"}},
        {"float8", {"1", "2", "0", "0.5", "NaN", "-1"}},
        {"bool", {"t", "f"}},
        {"text", {"a", "b", "", "A", "a ", "ab", "c"}},
        {"varchar", {"a", "b", "", "A", "a ", "ab", "c"}},
        {"bpchar", {"a", "b", "", "A", "ab", "c"}},
        {"citext", {"a", "b", "", "A", "a ", "ab", "c"}},
        {"name", {"a", "b", "c", "d", "e", "f"}},
        {"date", {"2024-03-01", "2024-02-29", "2024-01-31", "2023-12-31", "2024-01-01", "2024-03-31", "2031-07-04", "1999-05-06", "infinity"}},
        {"timestamp", {"2024-03-01 00:00:00", "2024-02-29 23:59:59.999999", "2024-03-01 12:00:00", "2023-12-31 23:30:00", "2024-01-01 00:00:00", "2024-03-10 02:30:00", "2031-07-04 05:06:07", "1999-05-06 07:08:09", "infinity"}},
        {"timestamptz", {"2024-03-01 00:00:00+00", "2024-02-29 23:59:59.999999+00", "2024-03-01 12:00:00+00", "2023-12-31 23:30:00+00", "2024-03-10 07:00:00+00", "2024-11-03 05:30:00+00", "2031-07-04 05:06:07+00", "1999-05-06 07:08:09+00", "infinity"}},
        {"time", {"00:00:00", "12:00:00", "23:59:59", "08:30:00", "09:00:00"}},
        {"interval", {"0", "1 day", "24 hours", "1 mon", "30 days", "-1 day"}},
        {"uuid", {"00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002", "00000000-0000-0000-0000-000000000003", "00000000-0000-0000-0000-000000000004", "00000000-0000-0000-0000-000000000005"}},
        {"jsonb", {"{}", "{\"a\": 1}", "{\"a\": \"1\"}", "[]", "null", "\"a\"", "1"}},
        {"json", {"{}", "{\"a\": 1}", "{\"a\": \"1\"}", "[]", "null"}},
        {"bytea", {"\\x", "\\x00", "\\x61"}},
        {"inet", {"10.0.0.1", "10.0.0.2", "10.0.0.0/8"}},
        {"tsvector", {"", "'a'", "'a' 'b'"}},
    };
    return pools;
}

std::string constant(std::string_view text) { return pg::quote_literal(text); }

bool is_number(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size();
}

// What a pattern matches at least: its wildcards gone, those that are escaped kept.
std::string without_wildcards(std::string_view pattern) {
    std::string plain;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == '\\' && i + 1 < pattern.size()) plain += pattern[++i];
        else if (pattern[i] == '_') plain += 'x';
        else if (pattern[i] != '%') plain += pattern[i];
    }
    return plain;
}

// Expressions that the server evaluates: a constant, what lies beside it, and what a pattern matches.
void neighbours(const std::string& text, const FactColumn& column, Texts& out) {
    const auto literal = constant(text), type = column.base;
    out.push_back(literal);
    if (column.category == "N" && is_number(text)) {
        for (const char* step : {"+ 1", "- 1"}) out.push_back(fmt::format("{}::{} {}", literal, type == "int2" || type == "int4" ? "int8" : type, step));
        // As text these come before numbers that are smaller.
        out.push_back(fmt::format("{} || '0'", literal));
        out.push_back(fmt::format("'1' || {}", literal));
    } else if (type == "date") {
        for (const char* step : {"+ 1", "- 1"}) out.push_back(fmt::format("{}::date {}", literal, step));
        out.push_back(fmt::format("({0}::date + interval '1 month')::date", literal));
        out.push_back(fmt::format("({0}::date + interval '1 month')::date - 1", literal));
        out.push_back(fmt::format("({0} || '-01-01')::date", literal));
        out.push_back(fmt::format("({0} || '-12-31')::date", literal));
        for (const char* step : {"+", "-"}) out.push_back(fmt::format("({0}::date {1} interval '1 year')::date", literal, step));
    } else if (type == "timestamp" || type == "timestamptz") {
        for (const char* step : {"- interval '1 microsecond'", "+ interval '1 day'", "+ interval '1 day' - interval '1 microsecond'", "+ interval '1 month'", "+ interval '12 hours'", "+ interval '1 year'", "- interval '1 year'"})
            out.push_back(fmt::format("{}::{} {}", literal, type, step));
        out.push_back(fmt::format("({0} || '-01-01')::{1}", literal, type));
        out.push_back(fmt::format("({0} || '-12-31 23:59:59.5')::{1}", literal, type));
        out.push_back(fmt::format("({0} || '-01')::{1}", literal, type));
        if (type == "timestamptz")
            // Midnights there, and the last and first half hour of a day, which may have 23 or 25 hours.
            for (const char* zone : {"America/New_York", "Asia/Kolkata", "Pacific/Auckland"})
                for (const char* step : {"", " + interval '1 day 30 minutes'", " + interval '1 day' - interval '30 minutes'"})
                    out.push_back(fmt::format("({}::timestamp{}) at time zone '{}'", literal, step, zone));
    } else if (column.category == "S") {
        for (const auto& plain : {without_wildcards(text), text})
            for (const auto& value : {plain, plain + "x", "x" + plain, plain + " "}) out.push_back(constant(value));
        out.push_back(fmt::format("upper({})", constant(without_wildcards(text))));
        out.push_back(fmt::format("lower({})", constant(without_wildcards(text))));
    }
}

// Where a condition computes with two constants, the bound lies at what they make together.
void combinations(const std::set<std::string>& constants, const FactColumn& column, Texts& out) {
    if (column.category != "N") return;
    std::vector<std::string> numbers;
    for (const auto& text : constants)
        if (is_number(text) && numbers.size() < 4) numbers.push_back(text);
    for (const auto& a : numbers)
        for (const auto& b : numbers) {
            if (a == b) continue;
            for (const char* step : {"", " + 1", " - 1"}) out.push_back(fmt::format("({}::numeric - {}::numeric){}", constant(a), constant(b), step));
            out.push_back(fmt::format("{}::numeric + {}::numeric", constant(a), constant(b)));
            out.push_back(fmt::format("{}::numeric * {}::numeric", constant(a), constant(b)));
            out.push_back(fmt::format("{}::numeric * {}::numeric + 1", constant(a), constant(b)));
            for (const char* step : {"", " + 1"}) out.push_back(fmt::format("trim_scale({}::numeric / {}::numeric){}", constant(a), constant(b), step));
        }
}

// Objects that hold the statements' keys, with their constants as text, as numbers, as null, and deeper.
void json_values(const FactColumn& column, const StatementLiterals& literals, Texts& out) {
    const auto keys = literals.json_keys.find(column.name);
    const auto constants = literals.of_column.find(column.name);
    if (keys == literals.json_keys.end()) return;
    for (const auto& key : keys->second) {
        const auto path = replaced(replaced(key, "{", ""), "}", "");
        for (const char* value : {"null", "'x'::text", "1", "true", "jsonb_build_object('x', 1)", "''::text"}) out.push_back(fmt::format("jsonb_build_object({}, {})", constant(path), value));
        if (constants == literals.of_column.end()) continue;
        for (const auto& value : constants->second) {
            if (keys->second.count(value)) continue;
            out.push_back(fmt::format("jsonb_build_object({}, {}::text)", constant(path), constant(value)));
            out.push_back(fmt::format("jsonb_build_object({}, {}::jsonb)", constant(path), constant(value)));
            out.push_back(fmt::format("jsonb_build_object({}, jsonb_build_array({}::text))", constant(path), constant(value)));
            out.push_back(fmt::format("jsonb_build_object('x', 1, {}, {}::text)", constant(path), constant(value)));
            for (const auto& outer : keys->second)
                if (outer != key) out.push_back(fmt::format("jsonb_build_object({}, jsonb_build_object({}, {}::text))", constant(outer), constant(path), constant(value)));
        }
    }
}

Texts near_expressions(const FactColumn& column, const StatementLiterals& literals) {
    Texts out;
    if (const auto own = literals.of_column.find(column.name); own != literals.of_column.end())
    {
        for (const auto& text : own->second) neighbours(text, column, out);
        combinations(own->second, column, out);
    }
    if (column.base == "jsonb" || column.base == "json") json_values(column, literals, out);
    return out;
}

Texts other_expressions(const FactColumn& column, bool in_key) {
    Texts out;
    for (const auto& label : column.labels) out.push_back(constant(label));
    for (const auto& pool : base_pools()) {
        if (pool.type == column.base)
            for (const auto& value : pool.values) out.push_back(constant(value));
        if (column.base.size() > 1 && column.base[0] == '_' && pool.type == std::string_view{column.base}.substr(1)) {
            out.push_back("'{}'");
            for (std::size_t i = 0; i < std::min<std::size_t>(3, pool.values.size()); ++i) out.push_back(fmt::format("array[{}]", constant(pool.values[i])));
            out.push_back(fmt::format("array[{}, {}, null]", constant(pool.values[0]), constant(pool.values.back())));
        }
    }
    // As many rows as a trial has need as many values.
    for (int i = 6; in_key && i < 24; ++i) {
        if (column.category == "N") out.push_back(fmt::format("'{}'", i));
        if (column.category == "S") out.push_back(fmt::format("'k{}'", i));
        if (column.base == "uuid") out.push_back(fmt::format("'00000000-0000-0000-0000-0000000000{}'", i + 10));
    }
    if (out.empty())
        for (const char* guess : {"'1'", "'a'", "'{}'", "''", "'empty'", "'(0,0)'"}) out.emplace_back(guess);
    return out;
}

struct Probe {
    std::size_t table, column;
    bool near;
    std::string expression;
};

Result<void> probe(pg::Connection& session, const std::vector<Probe>& probes, std::vector<PooledTable>& tables) {
    if (probes.empty()) return {};
    if (auto made = session.query(probe_function); !made) return tl::unexpected(made.error());
    std::string sql = "select n, pg_temp.assay_value(v, t) from (values ";
    for (std::size_t i = 0; i < probes.size(); ++i) {
        const auto& column = tables[probes[i].table].columns[probes[i].column];
        sql += fmt::format("{}({}, {}, {})", i ? ", " : "", i, constant(probes[i].expression), constant(column.column->type));
    }
    const auto rows = session.query(sql + ") p(n, v, t) order by n");
    if (!rows) return tl::unexpected(rows.error());
    for (int row = 0; row < rows->size(); ++row) {
        if (rows->is_null(row, 1)) continue;
        const auto& each = probes[static_cast<std::size_t>(rows->integer(row, 0))];
        auto& pool = tables[each.table].columns[each.column].pool;
        const std::string value{rows->text(row, 1)};
        const auto known = [&](const Texts& list) { return std::find(list.begin(), list.end(), value) != list.end(); };
        if (!known(pool.near) && !known(pool.others)) (each.near ? pool.near : pool.others).push_back(value);
    }
    return {};
}

}  // namespace

Result<std::vector<PooledTable>> make_pools(pg::Connection& session, const std::vector<const FactTable*>& tables, const StatementLiterals& literals) {
    std::vector<PooledTable> pooled;
    std::vector<Probe> probes;
    for (const auto* table : tables) {
        PooledTable own{table, sql::quote_identifier(table->schema) + "." + sql::quote_identifier(table->name), {}};
        for (const auto& column : table->columns) {
            if (column.generated) continue;
            const auto in_key = std::any_of(table->keys.begin(), table->keys.end(), [&](const auto& key) { return key.columns.size() == 1 && key.columns[0] == column.name; });
            const bool used = literals.reads_all || literals.columns.count(column.name) > 0;
            own.columns.push_back({&column, {}, used, in_key});
            if (used)
                for (auto& text : near_expressions(column, literals)) probes.push_back({pooled.size(), own.columns.size() - 1, true, std::move(text)});
            if (used || column.not_null || in_key)
                for (auto& text : other_expressions(column, in_key)) probes.push_back({pooled.size(), own.columns.size() - 1, false, std::move(text)});
        }
        pooled.push_back(std::move(own));
    }
    if (auto done = probe(session, probes, pooled); !done) return tl::unexpected(done.error());
    return pooled;
}

std::vector<std::string> parameter_values(int number, const StatementLiterals& literals, const std::vector<PooledTable>& tables) {
    std::vector<std::string> values;
    const auto columns = literals.columns_of_parameter.find(number);
    for (const auto& table : tables)
        for (const auto& column : table.columns)
            if (columns != literals.columns_of_parameter.end() && columns->second.count(column.column->name))
                for (const auto* list : {&column.pool.near, &column.pool.others}) values.insert(values.end(), list->begin(), list->end());
    for (const char* each : {"1", "2", "3"}) values.emplace_back(each);
    return values;
}

}  // namespace assay::query

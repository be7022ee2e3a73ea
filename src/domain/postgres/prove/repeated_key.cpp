// Stores the key in the rows that refer to it, and a bigint in its place, and compares the sizes of tables and indexes.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/column_copy.h"
#include "map/map.h"

namespace assay::postgres {

namespace {

constexpr int most_rows = 100'000, fewest_rows = 1'000, keys_made = 1'000;
constexpr int least_wide = 33;  // bytes: what the rule takes for wide where no value is known
constexpr double least_ratio = 1.25;

struct Referring {
    std::string table, column;
};

std::optional<Referring> first_referring(const Map& map, std::int64_t attribute) {
    auto row = map.prepare("select r.name, f.name from foreign_key_columns f join relations r on r.id = f.child_id "
                           "where f.referenced_attribute_id = ? and f.child_id <> f.parent_table_id order by f.constraint_id limit 1");
    row.bind(1, attribute);
    if (!row.step()) return {};
    return Referring{std::string{row.text(0)}, std::string{row.text(1)}};
}

std::int64_t count_of(Lab& lab, const std::string& table) {
    const auto rows = lab.query(fmt::format("select count(*) from (select from {} limit {}) r", table, fewest_rows));
    return rows ? rows->integer(0, 0) : 0;
}

// The keys as referring rows hold them: their own, else the table's own keys in turn, else made ones.
std::string keys_query(Lab& lab, const Map& map, const ColumnSubject& column, std::int64_t attribute, const Referring& referring) {
    if (count_of(lab, referring.table) >= fewest_rows)
        return fmt::format("select {} from {} where {} is not null limit {}", referring.column, referring.table, referring.column, most_rows);
    if (const auto keys = count_of(lab, column.table); keys > 0)
        return fmt::format("select k.{0} from (select {0} from {1} limit {2}) k, generate_series(1, {3}) i", column.name, column.table, keys_made, most_rows / keys);
    const auto width = map.value("select average_width from column_statistics where attribute_id = ?", attribute);
    return fmt::format("select rpad((i % {})::text, {}, ' of a longer text') from generate_series(1, {}) i", keys_made,
                       width.value_or(std::to_string(least_wide)), most_rows);
}

struct Sizes {
    std::int64_t table = 0, index = 0;  // kB
    std::int64_t together() const { return table + index; }
};

std::optional<Sizes> sizes_of(Lab& lab, const std::string& table, const std::string& type, const std::string& key) {
    if (!lab.run(fmt::format("create table {} as select row_number() over () as id, ({})::{} as key from {}.keys", table, key, type, table.substr(0, table.find('.')))) ||
        !lab.run(fmt::format("create index on {} (key)", table)))
        return {};
    const auto sizes = lab.query(fmt::format("select pg_table_size('{0}') / 1024, pg_indexes_size('{0}') / 1024", table));
    if (!sizes) return {};
    return Sizes{sizes->integer(0, 0), sizes->integer(0, 1)};
}

}  // namespace

Outcome repeated_key(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{1500})) return Outcome::out_of_budget();
    const auto column = column_subject(subject.map, subject.id);
    const auto referring = first_referring(subject.map, subject.id);
    if (!column || !referring) return Outcome::needs("a table that refers to the key");
    const auto schema = lab.scratch_schema();
    if (!lab.run("create schema " + schema) ||
        !lab.run(fmt::format("create table {}.keys (key) as {}", schema, keys_query(lab, subject.map, *column, subject.id, *referring))))
        return Outcome::needs("rows that refer to the key: " + lab.last_error().message);
    const auto rows = lab.query(fmt::format("select count(*), round(avg(octet_length(key::text))) from {}.keys", schema));
    const auto wide = sizes_of(lab, schema + ".by_text", column->type, "key");
    const auto narrow = sizes_of(lab, schema + ".by_number", "bigint", "dense_rank() over (order by key)");
    if (!rows || !wide || !narrow) return Outcome::needs(lab.last_error().message);

    const auto seen = [](const Sizes& sizes) { return fmt::format("{} kB and {} kB of index", sizes.table, sizes.index); };
    auto proof = lab.proof(fmt::format("stored {} references from {} as {} ({} bytes on average) and as bigint", rows->integer(0, 0), referring->table,
                                       column->type, rows->integer(0, 1)),
                           seen(*wide), seen(*narrow));
    const bool costs = static_cast<double>(wide->together()) >= least_ratio * static_cast<double>(narrow->together());
    return costs ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

}  // namespace assay::postgres

// Fills a table by the key's own default and one by ordered keys, and counts the pages that further rows dirty after a checkpoint.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/column_copy.h"
#include "map/map.h"

namespace assay::postgres {

namespace {

constexpr int rows_before = 100'000, rows_added = 1'000;
constexpr double least_ratio = 3.0;
// Version 7 at no more than a row a millisecond: 48 bits of time, the rest random.
constexpr std::string_view ordered_key =
    "(lpad(to_hex(1767225600000 + i), 12, '0') || '7' || substr(md5(random()::text), 1, 3) || '8' || substr(md5(random()::text), 1, 15))::uuid";

struct Filled {
    std::int64_t pages_dirtied = 0, index_kilobytes = 0;
};

std::optional<Filled> fill(Lab& lab, const std::string& table, std::string_view key) {
    const auto rows = [&](int from, int to) {
        return fmt::format("insert into {} (id) select {} from generate_series({}, {}) i", table, key, from, to);
    };
    if (!lab.run(fmt::format("create table {} (id uuid primary key, filler text default 'some text as rows have it')", table)) ||
        !lab.run(rows(1, rows_before)))
        return {};
    const auto size = lab.query(fmt::format("select pg_relation_size(indexrelid) / 1024 from pg_index where indrelid = '{}'::regclass", table));
    auto superuser = lab.database().connect_as_superuser();
    if (!size || !superuser || !superuser->query("checkpoint")) return {};
    const auto plan = lab.explain_analyze(rows(rows_before + 1, rows_before + rows_added));
    if (!plan) return {};
    constexpr std::string_view dirtied = "\"Shared Dirtied Blocks\": ";
    const auto at = plan->find(dirtied);
    if (at == plan->npos) return {};
    return Filled{std::stoll(plan->substr(at + dirtied.size(), 12)), size->integer(0, 0)};
}

}  // namespace

Outcome random_key(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{2500})) return Outcome::out_of_budget();
    const auto column = column_subject(subject.map, subject.id);
    if (!column) return Outcome::needs("the column on the map");
    const auto schema = lab.scratch_schema();
    if (!lab.run("create schema " + schema)) return Outcome::needs(lab.last_error().message);
    const auto own = fill(lab, schema + ".own", column->default_expression), ordered = fill(lab, schema + ".ordered", ordered_key);
    if (!own || !ordered) return Outcome::needs("the default in the lab: " + lab.last_error().message);

    const auto seen = [](const Filled& filled) {
        return fmt::format("{} pages dirtied, an index of {:.1f} MB", filled.pages_dirtied, static_cast<double>(filled.index_kilobytes) / 1024);
    };
    auto proof = lab.proof("inserted 1,000 rows after a checkpoint into 100,000, by the default and by keys that rise with time",
                           fmt::format("{}: {}", column->default_expression, seen(*own)), "ordered: " + seen(*ordered));
    const bool spread = static_cast<double>(own->pages_dirtied) >= least_ratio * static_cast<double>(ordered->pages_dirtied);
    return spread ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

}  // namespace assay::postgres

// Builds the index and the one that should take its place on a copy whose column is as the finding says.
#include <fmt/core.h>

#include <cstdlib>

#include "core/finding.h"
#include "core/rule.h"
#include "domain/postgres/prove/plan_look.h"
#include "domain/postgres/prove/synthetic.h"
#include "lab/lab.h"
#include "map/map.h"

namespace assay::postgres {

namespace {

constexpr int rows_made = 50'000;
constexpr double least_ratio = 1.2;

struct Replaced {
    std::int64_t relation_id = 0;
    std::string name, definition, column;
};

std::optional<Replaced> index_of(const Map& map, std::int64_t id) {
    auto row = map.prepare("select i.relation_id, i.name, i.definition, a.name from indexes i join index_keys k on k.index_id = i.id and k.position = 1 "
                           "join attributes a on a.relation_id = i.relation_id and a.number = k.number where i.id = ?");
    row.bind(1, id);
    if (!row.step()) return {};
    return Replaced{row.integer(0), std::string{row.text(1)}, std::string{row.text(2)}, std::string{row.text(3)}};
}

// Rows lie in the order of the made values; of a hundred the column is NULL in as many as said.
bool make_rows(Lab& lab, const Map& map, const Replaced& index, int nulls, const std::string& copy) {
    std::string names, values;
    for (const auto& shape : all_shapes(map, index.relation_id)) {
        const auto value = value_expression(map, shape, "i");
        if (!value) continue;
        names += (names.empty() ? "" : ", ") + shape.name;
        values += (values.empty() ? "" : ", ") + (shape.name == index.column ? fmt::format("case when i % 100 >= {} then {} end", nulls, *value) : *value);
    }
    return lab.run(fmt::format("create table {} as select {} from {} limit 0", copy, plain_columns(map, index.relation_id),
                               map.value("select name from relations where id = ?", index.relation_id).value_or(""))) &&
           lab.run(fmt::format("insert into {} ({}) select {} from generate_series(1, {}) i", copy, names, values, rows_made));
}

}  // namespace

Outcome smaller_index(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{500})) return Outcome::out_of_budget();
    const auto index = index_of(subject.map, subject.id);
    if (!index) return Outcome::needs("an index whose first key is a column");
    const bool is_brin = subject.finding.rule && subject.finding.rule->short_name() == "brin-candidate";
    const int nulls = is_brin ? 0 : std::atoi(subject.finding.message.c_str());  // "90 % of …"
    const auto schema = lab.scratch_schema(), copy = schema + ".copy", body = body_of_index(index->definition);
    const auto other = is_brin ? fmt::format(" using brin ({})", index->column) : fmt::format("{} where {} is not null", body, index->column);
    if (!lab.run("create schema " + schema) || !make_rows(lab, subject.map, *index, nulls, copy) ||
        !lab.run(fmt::format("create index as_it_is on {}{}", copy, body)) || !lab.run(fmt::format("create index in_its_place on {}{}", copy, other)))
        return Outcome::needs("a copy of the table: " + lab.last_error().message);
    const auto sizes = lab.query(fmt::format("select pg_relation_size('{0}.as_it_is') / 1024, pg_relation_size('{0}.in_its_place') / 1024", schema));
    if (!sizes) return Outcome::needs(lab.last_error().message);
    const auto now = sizes->integer(0, 0), then = sizes->integer(0, 1);
    auto proof = lab.proof(fmt::format("built {} and the one in its place over {} rows{}", index->name, rows_made,
                                       is_brin ? std::string{} : fmt::format(" of which {} % are NULL", nulls)),
                           fmt::format("{} kB as it is", now), fmt::format("{} kB{}", then, is_brin ? " as BRIN" : " of the rows that have a value"));
    return static_cast<double>(now) >= least_ratio * static_cast<double>(then) ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

}  // namespace assay::postgres

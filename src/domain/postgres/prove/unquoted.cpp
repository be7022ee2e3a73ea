// Makes a view of a statement that writes the name without quotes, and looks what the view reads.
#include <fmt/core.h>

#include "core/finding.h"
#include "core/pattern.h"
#include "domain/postgres/prove/trial_table.h"
#include "map/map.h"

namespace assay::postgres {

namespace {

struct Named {
    std::string schema, table, bare;
    int number = 0;  // of the column; 0: the table itself
};

std::optional<Named> named(const Map& map, std::int64_t id) {
    auto row = map.prepare("select r.schema, r.name, coalesce(a.attname, r.relname), coalesce(a.number, 0) from relations r "
                           "left join attributes a on a.relation_id = r.id and a.id = ?1 where r.id = ?1 or a.id = ?1 order by a.id is null limit 1");
    row.bind(1, id);
    if (!row.step()) return {};
    return Named{std::string{row.text(0)}, std::string{row.text(1)}, std::string{row.text(2)}, static_cast<int>(row.integer(3))};
}

}  // namespace

Outcome unquoted(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{40})) return Outcome::out_of_budget();
    static const Pattern one_word{"^[A-Za-z_][A-Za-z0-9_$]*$"};
    const auto name = named(subject.map, subject.id);
    if (!name || !one_word.found_in(name->bare)) return Outcome::needs("a name that is one word");

    const auto schema = lab.scratch_schema();
    if (!lab.run("create schema " + schema) || !lab.run(fmt::format("set local search_path = {}, pg_catalog", pg::quote_identifier(name->schema))))
        return Outcome::needs(lab.last_error().message);
    const auto statement = name->number ? fmt::format("select {} from {}", name->bare, name->table) : fmt::format("select 1 from {}", name->bare);
    const bool understood = bool(lab.run(fmt::format("create view {}.plain as {}", schema, statement)));
    const auto method = "wrote the name without quotes";
    if (!understood) return Outcome::proven(lab.proof(method, statement, last_error_text(lab)));

    const auto reads = lab.query(fmt::format(
        "select exists (select from pg_depend d join pg_rewrite r on r.oid = d.objid where r.ev_class = '{}.plain'::regclass "
        "and d.refobjid = '{}'::regclass and d.refobjsubid = {})", schema, name->table, name->number));
    if (!reads) return Outcome::needs(lab.last_error().message);
    const auto value = lab.query(fmt::format("select attname, format_type(atttypid, atttypmod) from pg_attribute where attrelid = '{}.plain'::regclass", schema));
    auto proof = lab.proof(method, statement, reads->boolean(0, 0) ? "it reads what was meant"
                           : value ? fmt::format("no error, but what it reads is not the column: {} of type {}", value->text(0, 0), value->text(0, 1)) : "it reads something else");
    return reads->boolean(0, 0) ? Outcome::refuted(std::move(proof)) : Outcome::proven(std::move(proof));
}

}  // namespace assay::postgres

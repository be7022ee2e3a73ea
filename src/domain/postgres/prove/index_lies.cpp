// Builds the index on a copy, changes what the function depends on, and counts with the index and without it.
#include <fmt/core.h>

#include "core/finding.h"
#include "core/text.h"
#include "domain/postgres/prove/synthetic.h"
#include "lab/lab.h"
#include "map/map.h"

namespace assay::postgres {

namespace {

struct Lie {
    std::int64_t relation_id = 0;
    std::string expression, tables;  // what the function reads, joined by ", "
    bool takes_time = false;
};

std::optional<Lie> lie_of(const Map& map, std::int64_t subject) {
    auto row = map.prepare(
        "with calls as (select object_id, referenced_id from dependencies where referenced_kind = 'function'), "
        "bodies as (select coalesce(i.relation_id, a.relation_id) as relation_id, coalesce(k.expression, a.default_expression) as expression, c.referenced_id "
        "from calls c left join indexes i on i.id = c.object_id left join index_keys k on k.index_id = i.id and k.number = 0 and k.is_key "
        "left join attributes a on a.id = c.object_id where c.object_id = ?) "
        "select b.relation_id, b.expression, "
        "(select group_concat(distinct r.name) from function_tables t join relations r on r.id = t.relation_id where t.function_id = f.id), "
        "f.argument_types like '%time zone%' from bodies b join functions f on f.id = b.referenced_id where b.expression is not null order by 3 desc limit 1");
    row.bind(1, subject);
    if (!row.step()) return {};
    return Lie{row.integer(0), std::string{row.text(1)}, std::string{row.text(2)}, row.integer(3) != 0};
}

std::optional<std::int64_t> count_of(Lab& lab, const std::string& query, bool with_index) {
    for (const auto* setting : {"enable_indexscan", "enable_bitmapscan", "enable_indexonlyscan"})
        (void)lab.run(fmt::format("set local {} = {}", setting, with_index ? "on" : "off"));
    (void)lab.run(fmt::format("set local enable_seqscan = {}", with_index ? "off" : "on"));
    auto count = lab.run(query);
    if (!count) return {};
    return count->integer(0, 0);
}

// What a restore does: builds the index with an empty search_path.
Outcome build_as_restore(const Lie& lie, const std::string& copy, Lab& lab) {
    if (!lab.run("set local search_path = ''")) return Outcome::needs(lab.last_error().message);
    const bool built = bool(lab.run(fmt::format("create index on {} (({}))", copy, lie.expression)));
    auto proof = lab.proof("built the index on a copy with the search_path that pg_restore sets", "search_path = ''",
                           built ? "the index is built" : lab.last_error().message);
    return built ? Outcome::refuted(std::move(proof)) : Outcome::proven(std::move(proof));
}

// True when something was changed that the function may depend on.
bool change(const Lie& lie, Lab& lab, int attempt) {
    if (lie.tables.empty()) return lie.takes_time && attempt == 0 && lab.run("set local timezone = 'Pacific/Kiritimati'");
    bool changed = false;
    for (auto table : split(lie.tables, ',')) {
        const auto name = std::string{trimmed(table)};
        if (attempt == 1) {
            changed |= bool(lab.run(fmt::format("truncate {} cascade", name)));
            continue;
        }
        auto columns = lab.query(fmt::format(
            "select quote_ident(attname) from pg_attribute a where attrelid = '{}'::regclass and attnum > 0 and not attisdropped and attgenerated = '' "
            "and atttypid in ('int4'::regtype, 'int8'::regtype, 'numeric'::regtype, 'float8'::regtype, 'float4'::regtype) "
            "and not exists (select from pg_index i where i.indrelid = a.attrelid and a.attnum = any (i.indkey)) "
            "and not exists (select from pg_constraint k where k.conrelid = a.attrelid and a.attnum = any (k.conkey) and k.contype = 'f')", name));
        for (int i = 0; columns && i < columns->size(); ++i) {
            const auto column = columns->text(i, 0);
            changed |= bool(lab.run(fmt::format("update {0} set {1} = {1} * 2 where {1} <> 0", name, column)));
        }
    }
    return changed;
}

}  // namespace

Outcome index_lies(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{200})) return Outcome::out_of_budget();
    const auto lie = lie_of(subject.map, subject.id);
    if (!lie) return Outcome::needs("an expression that calls the function");
    const auto schema = lab.scratch_schema(), copy = schema + ".copy";
    (void)lab.run("set local timezone = 'Pacific/Pago_Pago'");
    if (!lab.run(fmt::format("create schema {}", schema)) || !make_filled_copy(lab, subject.map, lie->relation_id, copy, 500, 0))
        return Outcome::needs("a copy of the table: " + lab.last_error().message);
    if (lie->tables.empty() && subject.finding.severity == Severity::warning) return build_as_restore(*lie, copy, lab);

    if (!lab.run(fmt::format("create index lies on {} (({}))", copy, lie->expression))) return Outcome::needs(lab.last_error().message);
    auto value = lab.query(fmt::format("select quote_literal(({0})::text) from {1} where ({0}) is not null limit 1", lie->expression, copy));
    if (!value || value->size() == 0) return Outcome::needs("rows for which the function has a value");
    const auto query = fmt::format("select count(*) from {} where ({}) = {}", copy, lie->expression, value->text(0, 0));
    for (int attempt = 0; attempt < 2; ++attempt) {
        if (!change(*lie, lab, attempt)) continue;
        const auto by_index = count_of(lab, query, true), by_scan = count_of(lab, query, false);
        if (!by_index || !by_scan || *by_index == *by_scan) continue;
        return Outcome::proven(lab.proof(
            fmt::format("indexed a copy, then {}, and counted the rows of one value", lie->tables.empty() ? "changed the time zone"
                        : attempt == 0 ? "changed " + lie->tables : "emptied " + lie->tables),
            fmt::format("the index finds {}", *by_index), fmt::format("a sequential scan finds {}", *by_scan)));
    }
    return Outcome::needs("a change that alters what the function says");
}

}  // namespace assay::postgres

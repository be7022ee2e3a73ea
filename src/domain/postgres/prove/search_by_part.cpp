// Asks a copy for rows by a part of a value, beside the B-tree and beside an index of the parts.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/plan_look.h"
#include "domain/postgres/prove/synthetic.h"
#include "map/map.h"

namespace assay::postgres {

namespace {

constexpr int rows_made = 50'000;

struct Whole {
    std::int64_t relation_id = 0;
    std::string expression, body, method;     // the method that indexes parts
    std::string part, operation;              // a set-returning expression of parts, as literals; the operator that asks for one
    int number = 0;
};

std::optional<Whole> whole_of(const Map& map, std::int64_t index) {
    auto row = map.prepare("select i.relation_id, k.expression, i.definition, a.category, a.type_name, k.number from indexes i "
                           "join index_keys k on k.index_id = i.id and k.position = 1 "
                           "left join attributes a on a.relation_id = i.relation_id and a.number = k.number where i.id = ?");
    row.bind(1, index);
    if (!row.step()) return {};
    Whole whole{row.integer(0), std::string{row.text(1)}, body_of_index(std::string{row.text(2)}), "gin", {}, {}, static_cast<int>(row.integer(5))};
    if (row.text(3) == "A") {
        whole.part = "(select quote_literal(array[e]::text) from unnest({}) e where e is not null limit 1)";
        whole.operation = "@>";
    } else if (row.text(4) == "jsonb") {
        whole.part = "(select quote_literal(jsonb_build_object(p.key, p.value)::text) from jsonb_each(case jsonb_typeof({0}) when 'object' then {0} end) p limit 1)";
        whole.operation = "@>";
    } else if (row.text(3) == "R") {
        whole.part = "(select quote_literal(({0})::text) where not isempty({0}))";
        whole.operation = "&&";
        whole.method = "gist";
    } else {
        whole.part = "(select quote_literal(quote_literal(lexeme)) || '::tsquery' from unnest({}) limit 1)";
        whole.operation = "@@";
    }
    return whole;
}

std::optional<std::string> query_of(Lab& lab, const Whole& whole, const std::string& copy) {
    const auto part = fmt::format(fmt::runtime(whole.part), whole.expression);
    const auto value = lab.query(fmt::format("select part from (select {} as part from {}) p where part is not null offset 100 limit 1", part, copy));
    if (!value || value->size() == 0) return {};
    return fmt::format("select * from {} where {} {} {}", copy, whole.expression, whole.operation, value->text(0, 0));
}

}  // namespace

Outcome search_by_part(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{900})) return Outcome::out_of_budget();
    const auto whole = whole_of(subject.map, subject.id);
    if (!whole) return Outcome::needs("the index on the map");
    const auto schema = lab.scratch_schema(), copy = schema + ".copy";
    if (!lab.run(fmt::format("create schema {}", schema)) || !make_filled_copy(lab, subject.map, whole->relation_id, copy, rows_made, whole->number) ||
        !lab.run(fmt::format("create index whole on {}{}", copy, whole->body)) || !lab.run("analyze " + copy))
        return Outcome::needs("a copy of the table with its index: " + lab.last_error().message);
    const auto query = query_of(lab, *whole, copy);
    if (!query) return Outcome::needs("a value with parts");

    // Also where the planner is told to avoid reading the table, it must.
    if (!lab.run("set local enable_seqscan = off")) return Outcome::needs(lab.last_error().message);
    const auto plan = plan_of(lab, *query);
    const auto before = lab.time_ms(*query);
    if (!plan || !before || !lab.run("set local enable_seqscan = on") ||
        !lab.run(fmt::format("create index parts on {} using {} ({})", copy, whole->method, whole->expression)) || !lab.run("analyze " + copy))
        return Outcome::needs(lab.last_error().message);
    const auto better = plan_of(lab, *query);
    const auto after = lab.time_ms(*query);
    if (!better || !after) return Outcome::needs(lab.last_error().message);

    const auto seen = [](const PlanLook& look, double ms) { return fmt::format("{}, {}", look.scan, shown_ms(ms)); };
    const auto asked = fmt::format("{} with {}", whole->expression, whole->operation);
    auto proof = lab.proof(fmt::format("asked a copy for {}, with enable_seqscan off", asked), seen(*plan, *before),
                           fmt::format("{} with {}", seen(*better, *after), whole->method == "gin" ? "GIN" : "GiST"));
    if (plan->reads("whole") || !better->reads("parts")) return Outcome::refuted(std::move(proof));
    auto fix = lab.proof(fmt::format("built the index of parts on a copy and asked for {}", asked), seen(*plan, *before), seen(*better, *after));
    return Outcome::proven(std::move(proof), std::move(fix));
}

}  // namespace assay::postgres

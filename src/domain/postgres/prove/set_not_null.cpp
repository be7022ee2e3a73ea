// Forbids NULL on a copy of the column with its rows: at once, and by way of a validated CHECK.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/column_copy.h"
#include "domain/postgres/prove/synthetic.h"
#include "lab/lab.h"
#include "map/map.h"
#include <chrono>
#include <optional>
#include <string>

namespace assay::postgres {

namespace {

std::optional<double> run_ms(Lab& lab, const std::string& statement) {
    const auto start = std::chrono::steady_clock::now();
    if (!lab.run(statement)) return {};
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

Outcome set_not_null(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{300})) return Outcome::out_of_budget();
    const auto column = column_subject(subject.map, subject.id);
    if (!column) return Outcome::needs("the column on the map");

    const auto schema = lab.scratch_schema(), copy = schema + ".c";
    if (!copy_column(lab, *column, schema, true)) return Outcome::needs(lab.last_error().message);
    auto count = lab.query(fmt::format("select count(*) from {}", copy));
    if (!count || count->integer(0, 0) == 0) return Outcome::needs("rows in the lab");
    const auto forbid = fmt::format("alter table {} alter column {} set not null", copy, column->name);
    const auto at_once = run_ms(lab, forbid);
    const auto method = fmt::format("forbade NULL on a copy with {} rows", count->integer(0, 0));
    if (!at_once) return Outcome::refuted(lab.proof(method, "no row is NULL", "a row is NULL"));
    if (!lab.run(fmt::format("alter table {} alter column {} drop not null", copy, column->name)) ||
        !lab.run(fmt::format("alter table {} add constraint k check ({} is not null) not valid", copy, column->name)) ||
        !lab.run(fmt::format("alter table {} validate constraint k", copy)))
        return Outcome::needs(lab.last_error().message);
    const auto after = run_ms(lab, forbid);
    if (!after) return Outcome::needs(lab.last_error().message);
    const auto before = fmt::format("{} under an exclusive lock, at once", shown_ms(*at_once));
    return Outcome::proven(lab.proof(method, "nothing forbids it", "no row was in the way"),
                           lab.proof(method, before, fmt::format("{} after a validated CHECK", shown_ms(*after))));
}

}  // namespace assay::postgres

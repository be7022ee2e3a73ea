#include "domain/migration/diff/schema_diff.h"

#include <fmt/core.h>

#include "core/text.h"
#include "domain/migration/diff/hazards.h"
#include "domain/migration/diff/order.h"

namespace assay::migration::diff {

namespace {

void note_column_orders(const Writing& writing, std::vector<std::string>& notes) {
    for (int i = 0; i < static_cast<int>(writing.a.objects.size()); ++i) {
        const auto& planned = writing.planned(i);
        if (writing.in_a(i).kind != Kind::table || planned.other < 0 || writing.plan.is_gone(i)) continue;
        if (const auto order = column_order(writing.a, i, writing.b, planned.other))
            notes.push_back(fmt::format("{}: no statement moves columns: they will stand as ({}), not as ({})", spoken(writing.in_a(i)),
                                        joined(order->reached, ", "), joined(order->wanted, ", ")));
    }
}

}  // namespace

SchemaDiff write_diff(const Model& a, const Model& b, const CompareOptions& options) {
    const auto plan = make_plan(a, b, options);
    const Writing writing{a, b, plan, options};
    auto ordered = in_order(writing);
    SchemaDiff diff;
    diff.statements = std::move(ordered.statements);
    if (ordered.bodies_too_early)
        diff.statements.insert(diff.statements.begin(), {.text = "SET check_function_bodies = off", .object = "functions that call each other"});
    add_lock_hazards(a, diff.statements);
    if (ordered.circular) diff.notes.emplace_back("some objects need each other in a circle: the order of their statements is a guess");
    if (options.column_order) note_column_orders(writing, diff.notes);
    return diff;
}

}  // namespace assay::migration::diff

// Inserts a row twice and deletes one of them; publishes a table and updates it.
#include <fmt/core.h>

#include "core/finding.h"
#include "core/rule.h"
#include "domain/postgres/prove/trial_table.h"

namespace assay::postgres {

namespace {

Outcome update_published(Lab& lab, const std::string& method, const std::string& table, const std::string& column) {
    // The condition is one that the planner cannot answer without the table.
    const bool went = bool(lab.run(fmt::format("update {0} set {1} = {1} where tableoid = 0", table, column)));
    if (went) return Outcome::refuted(lab.proof(method, "published with UPDATE", "the UPDATE goes through"));
    if (lab.last_error().sqlstate != "55000") return Outcome::needs(lab.last_error().message);
    return Outcome::proven(lab.proof(method, "published with UPDATE", last_error_text(lab)));
}

}  // namespace

Outcome row_identity(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{60})) return Outcome::out_of_budget();
    const auto columns = all_shapes(subject.map, subject.id);
    const auto name = subject.map.value("select name from relations where id = ?", subject.id);
    if (columns.empty() || !name) return Outcome::needs("a column to update");
    if (subject.finding.rule && subject.finding.rule->short_name() == "missing-replica-identity")
        return update_published(lab, fmt::format("updated {} as it is published", *name), *name, columns.front().name);

    auto copy = TrialTable::make(lab, subject.map, subject.id, lab.scratch_schema(), "copy", {});
    if (!copy || !copy->insert(1)) return Outcome::needs("a row for the table: " + lab.last_error().message);
    if (!copy->insert(1)) {
        if (lab.last_error().sqlstate != "23505") return Outcome::needs(lab.last_error().message);
        if (!lab.run(fmt::format("create publication assay_trial for table {}", copy->name()))) return Outcome::needs(lab.last_error().message);
        return update_published(lab, fmt::format("published a copy of {} and updated it", *name), copy->name(), columns.front().name);
    }
    auto gone = lab.run(fmt::format("with gone as (delete from {0} c using (select * from {0} limit 1) o where c::text = o::text returning 1) "
                                    "select count(*) from gone", copy->name()));
    if (!gone) return Outcome::needs(lab.last_error().message);
    auto proof = lab.proof(fmt::format("inserted one row twice into a copy of {} and deleted one by all its values", *name),
                           "the twin is accepted", fmt::format("the DELETE takes {} rows", gone->integer(0, 0)));
    return gone->integer(0, 0) > 1 ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

}  // namespace assay::postgres

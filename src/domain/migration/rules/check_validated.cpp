#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

static void check(const Site& site, Report& report) {
    const auto& constraint = site.change;
    if (constraint.kind != Kind::add_check || constraint.not_valid || site.is_free()) return;
    const auto object = constraint.object.empty() ? fmt::format("check of {}", constraint.relation) : constraint.object;
    auto finding = site.finding(object, fmt::format("takes ACCESS EXCLUSIVE on {} and reads every row: reads and writes wait", constraint.relation));
    finding.fix = Site::advice("Add it NOT VALID, then validate it in a transaction of its own", "", Safety::safe);
    if (auto edit = site.insertion_at_end(site.in_transaction() || constraint.object.empty()
                                              ? std::string{"not valid"}
                                              : fmt::format("not valid;\nalter table {} validate constraint {}", sql_name(constraint.relation), sql_name(constraint.object)))) {
        finding.fix->statement = site.text_with(*edit);
        finding.fix->edits.push_back(std::move(*edit));
    } else {
        finding.fix->safety = Safety::manual;
    }
    report.add(std::move(finding));
}

extern constinit const Rule check_validated = site_rule<check>({
    .id = "migration/check-validated", .title = "CHECK constraints validated while everybody waits",
    .effect = Effect::locks, .severity = Severity::error, .fix = Safety::safe,
    .prover = "lock_trace", .since = "0.1",
    .basis = "PostgreSQL manual, ALTER TABLE, ADD table_constraint NOT VALID"});

}  // namespace assay::migration

#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

// The type is free to change, but the constraint that reads the column is checked anew.
static void add_recheck(const Site& site, Report& report) {
    const auto& column = site.change;
    auto finding = site.finding(fmt::format("{}.{}", column.relation, column.object),
                                fmt::format("to {}: the values stay, but {} is checked for every row under ACCESS EXCLUSIVE", column.new_type, column.rechecked));
    finding.chosen_severity = Severity::warning;
    finding.fix = Site::advice("Drop the CHECK, change the type, add it again NOT VALID, and validate it in a transaction of its own", "");
    report.add(std::move(finding));
}

static void check(const Site& site, Report& report) {
    const auto& column = site.change;
    if (column.kind != Kind::alter_type || !column.scans || site.is_free()) return;
    if (!column.rewrites && !column.rechecked.empty()) return add_recheck(site, report);
    if (!column.rewrites) return;
    const bool sure = !column.old_type.empty() && column.why.find("UTC") == column.why.npos;
    const auto from = column.old_type.empty() ? std::string{} : fmt::format("from {} ", column.old_type);
    auto finding = site.finding(fmt::format("{}.{}", column.relation, column.object),
                                fmt::format("{}to {}: writes {} and its indexes anew under ACCESS EXCLUSIVE ({})", from, column.new_type, column.relation, column.why));
    if (!sure) finding.chosen_severity = Severity::warning;
    finding.fix = Site::advice("Add a column of the new type, keep it in step by a trigger, fill it in batches, switch, and drop the old one", "");
    report.add(std::move(finding));
}

extern constinit const Rule type_change = site_rule<check>({
    .id = "migration/type-change", .title = "types changed by writing the table anew",
    .effect = Effect::locks, .severity = Severity::error, .fix = Safety::manual,
    .prover = "lock_trace", .since = "0.1",
    .basis = "PostgreSQL manual, ALTER TABLE, Notes"});

}  // namespace assay::migration

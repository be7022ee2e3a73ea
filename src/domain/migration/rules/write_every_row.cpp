#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

// A column that this file has added is filled here; the rows are locked all the same.
static void check(const Site& site, Report& report) {
    const auto& rows = site.change;
    if ((rows.kind != Kind::update && rows.kind != Kind::remove) || rows.node["whereClause"] || site.is_free()) return;
    if (rows.node["fromClause"] || rows.node["usingClause"]) return;
    auto finding = site.finding(rows.relation, rows.kind == Kind::update ? "updates every row in one transaction: each stays locked to its end, and the table grows to twice its size"
                                                                         : "deletes every row in one transaction");
    finding.fix = Site::advice("In batches by primary key, each in a transaction of its own", "");
    report.add(std::move(finding));
}

extern constinit const Rule write_every_row = site_rule<check>({
    .id = "migration/write-every-row", .title = "every row written in a migration",
    .effect = Effect::locks, .severity = Severity::warning, .fix = Safety::manual,
    .since = "0.1",
    .basis = "PostgreSQL manual 13.3.2, Row-Level Locks"});

}  // namespace assay::migration

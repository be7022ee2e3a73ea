#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

static void check(const Site& site, Report& report) {
    const auto& key = site.change;
    if (key.kind != Kind::add_primary_key || key.with_index || site.is_free()) return;
    std::string columns;
    for (const auto& column : key.columns) columns += (columns.empty() ? "" : ", ") + sql::quote_relation(column);
    const auto name = key.object.empty() ? std::string{sql::last_part(key.relation)} + "_pkey" : key.object;
    auto finding = site.finding(name, fmt::format("takes ACCESS EXCLUSIVE on {} while its index is built and every row is looked at for NULL: reads and writes wait", key.relation));
    finding.fix = Site::advice("Make the columns NOT NULL by way of a validated CHECK, build the index first, then make it the key",
                               fmt::format("create unique index concurrently {0} on {1} ({2});\nalter table {1} add constraint {0} primary key using index {0}", sql::quote_relation(name), sql::quote_relation(key.relation), columns));
    report.add(std::move(finding));
}

extern constinit const Rule primary_key_builds = site_rule<check>({
    .id = "migration/primary-key-builds", .title = "primary keys built while everybody waits",
    .effect = Effect::locks, .severity = Severity::error, .fix = Safety::manual,
    .prover = "lock_trace", .since = "0.1",
    .basis = "PostgreSQL manual, ALTER TABLE, ADD table_constraint_using_index"});

}  // namespace assay::migration

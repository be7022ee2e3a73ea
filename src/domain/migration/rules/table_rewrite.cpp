#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

static std::string_view what(const Change& change) {
    switch (change.kind) {
        case Kind::vacuum_full: return "VACUUM FULL";
        case Kind::cluster: return "CLUSTER";
        case Kind::set_logged: return "SET LOGGED or UNLOGGED";
        case Kind::set_tablespace: return "SET TABLESPACE";
        case Kind::set_access_method: return "SET ACCESS METHOD";
        default: return {};
    }
}

static void check(const Site& site, Report& report) {
    const auto words = what(site.change);
    const bool everything = site.change.relation.empty();
    if (words.empty() || (site.is_free() && !everything)) return;
    const auto object = everything ? std::string{"every table"} : site.change.relation;
    auto finding = site.finding(object, fmt::format("{} writes the table anew under ACCESS EXCLUSIVE: reads and writes wait until it is done", words));
    finding.fix = Site::advice("pg_repack or pg_squeeze do the same while others go on", "");
    report.add(std::move(finding));
}

extern constinit const Rule table_rewrite = site_rule<check>({
    .id = "migration/table-rewrite", .title = "tables written anew while everybody waits",
    .effect = Effect::locks, .severity = Severity::error, .fix = Safety::manual,
    .prover = "lock_trace", .since = "0.1",
    .basis = "PostgreSQL manual, VACUUM; CLUSTER; ALTER TABLE"});

}  // namespace assay::migration

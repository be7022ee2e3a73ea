#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

static void check(const Site& site, Report& report) {
    const auto& value = site.change;
    if (value.kind != Kind::rename_enum_value || value.fresh || value.columns.empty()) return;
    const auto& old = value.columns.front();
    auto finding = site.finding(fmt::format("{}.{}", value.object, old),
                                fmt::format("the release that is running writes and compares '{}', which is no value of {} from this statement on", old, value.object));
    finding.fix = Site::advice(fmt::format("Add '{}' beside it, move the code and the rows, and leave the old value unused", value.other), "");
    report.add(std::move(finding));
}

extern constinit const Rule rename_enum_value = site_rule<check>({
    .id = "migration/rename-enum-value", .title = "enum values renamed under the release that is running",
    .effect = Effect::correctness, .severity = Severity::error, .fix = Safety::manual,
    .since = "0.1",
    .basis = "PostgreSQL manual, ALTER TYPE, RENAME VALUE"});

}  // namespace assay::migration

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "core/report.h"
#include "core/text.h"
#include "domain/migration/model/history_finding.h"

namespace assay::migration {

static void check(const History& history, Report& report) {
    for (const auto& version : history.versions) {
        // What is repeated when it changes is meant to be edited.
        if (!version.edited || version.version.empty()) continue;
        report.add(finding_about(version, "was released and is another text now: servers keep what the old one did, new databases get the new one", "Take the edit back, and write what is to change into a new migration"));
    }
}

extern constinit const Rule edited_after_release = rule<check>({
    .id = "migration/edited-after-release", .title = "released migrations that were edited",
    .effect = Effect::correctness, .severity = Severity::error, .fix = Safety::manual,
    .since = "0.1",
    .basis = "Flyway validate, Prisma and sqlx checksums"});

}  // namespace assay::migration

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "core/report.h"
#include "core/text.h"
#include "domain/migration/model/history_finding.h"

namespace assay::migration {

static void check(const History& history, const Applied& applied, Report& report) {
    for (const auto& version : history.versions) {
        const auto* ran = applied.find(version);
        if (!ran) continue;
        if (ran->failed)
            report.add(finding_about(version, fmt::format("failed on the server, as {} says: the tool goes no further until that is settled", applied.table), "Look at what of it was done, then repair the book as the tool's manual says"));
        else if (!version.checksum.empty() && !ran->checksum.empty() && version.checksum != ran->checksum)
            report.add(finding_about(version, fmt::format("is not what the server ran: {} has the checksum {}, the file {}", applied.table, ran->checksum.substr(0, 12), version.checksum.substr(0, 12)),
                                     "Take the edit back, and write what is to change into a new migration"));
    }
}

extern constinit const Rule edited_after_apply = rule<check>({
    .id = "migration/edited-after-apply", .title = "files that are not what the server ran",
    .effect = Effect::correctness, .severity = Severity::error, .fix = Safety::manual,
    .since = "0.1",
    .basis = "Flyway validate, Prisma and sqlx checksums"});

}  // namespace assay::migration

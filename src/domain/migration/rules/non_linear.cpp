#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "core/report.h"
#include "core/text.h"
#include "domain/migration/model/history_finding.h"

namespace assay::migration {

static void check(const History& history, Report& report) {
    if (history.is_graph || !history.known_to_git) return;
    const Version* latest = nullptr;
    for (const auto& version : history.versions)
        if (version.released && !version.version.empty()) latest = &version;
    if (!latest) return;
    for (const auto& version : history.versions) {
        if (&version == latest) return;
        if (version.released || version.version.empty()) continue;
        report.add(finding_about(version, fmt::format("is new and comes before {}, which is released: servers that have that one skip this, or refuse it", latest->name),
                                 "Give it a version behind the latest one"));
    }
}

extern constinit const Rule non_linear = rule<check>({
    .id = "migration/non-linear", .title = "files below the latest that is released",
    .effect = Effect::correctness, .severity = Severity::error, .fix = Safety::manual,
    .since = "0.1",
    .basis = "Flyway outOfOrder, goose -allow-missing, Atlas non-linear"});

}  // namespace assay::migration

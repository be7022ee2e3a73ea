#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "core/report.h"
#include "core/text.h"
#include "domain/migration/model/history_finding.h"

namespace assay::migration {

static void check(const History& history, Report& report) {
    for (const auto& version : history.versions) {
        if (version.stuck.empty() && (version.lost.empty() || version.down.empty())) continue;
        auto message = !version.stuck.empty() ? fmt::format("cannot go back: {}", version.stuck)
                                              : fmt::format("goes back without its rows: what {} held is gone{}", version.lost.front(), version.lost.size() > 1 ? fmt::format(", and {} more", version.lost.size() - 1) : "");
        report.add(finding_about(version, std::move(message), "Keep what it takes away under another name until nobody goes back any more"));
    }
}

extern constinit const Rule irreversible_down = rule<check>({
    .id = "migration/irreversible-down", .title = "ways back that go nowhere",
    .effect = Effect::correctness, .severity = Severity::note, .fix = Safety::manual,
    .since = "0.1",
    .basis = "PostgreSQL manual, ALTER TABLE, DROP COLUMN"});

}  // namespace assay::migration

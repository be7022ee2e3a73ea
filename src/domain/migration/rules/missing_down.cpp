#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "core/report.h"
#include "core/text.h"
#include "domain/migration/model/history_finding.h"

namespace assay::migration {

static void check(const History& history, Report& report) {
    if (!history.goes_back()) return;
    const auto with = std::count_if(history.versions.begin(), history.versions.end(), [](const Version& version) { return !version.down.empty(); });
    for (const auto& version : history.versions) {
        if (!version.down.empty() || version.version.empty()) continue;
        auto finding = finding_about(version, fmt::format("says no way back, as {} of {} here do", with, history.versions.size()), "Write it, or say in it that there is none");
        finding.cause = "no way back";
        report.add(std::move(finding));
    }
}

extern constinit const Rule missing_down = rule<check>({
    .id = "migration/missing-down", .title = "migrations without a way back among those that have one",
    .effect = Effect::clarity, .severity = Severity::note, .fix = Safety::manual,
    .since = "0.1",
    .basis = "golang-migrate, goose, dbmate: down migrations"});

}  // namespace assay::migration

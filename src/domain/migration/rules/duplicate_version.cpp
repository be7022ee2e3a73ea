#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "core/report.h"
#include "core/text.h"
#include "domain/migration/model/history_finding.h"

namespace assay::migration {

static void check(const History& history, Report& report) {
    std::map<std::string, const Version*> first;
    for (const auto& version : history.versions) {
        if (version.version.empty()) continue;
        const auto [known, is_new] = first.try_emplace(version.version, &version);
        // A changelog's parts are one file.
        if (is_new || known->second->path == version.path) continue;
        report.add(finding_about(version, fmt::format("has the version {} of {}: the tool refuses both, or applies one of them", version.version, known->second->name),
                                 "Give the later one, that no server has applied, a version of its own"));
    }
}

extern constinit const Rule duplicate_version = rule<check>({
    .id = "migration/duplicate-version", .title = "versions that two files claim",
    .effect = Effect::correctness, .severity = Severity::error, .fix = Safety::manual,
    .since = "0.1",
    .basis = "Flyway, golang-migrate, goose and Rails: unique versions"});

}  // namespace assay::migration

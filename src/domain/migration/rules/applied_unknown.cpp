#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "core/report.h"
#include "core/text.h"
#include "domain/migration/model/history_finding.h"

namespace assay::migration {

static void check(const History& history, const Applied& applied, Report& report) {
    std::vector<std::string> unknown;
    for (const auto& ran : applied.versions) {
        Applied alone;
        alone.versions.push_back(ran);
        const bool here = std::any_of(history.versions.begin(), history.versions.end(), [&](const Version& version) { return alone.find(version) != nullptr; });
        if (!here) unknown.push_back(ran.name.empty() ? ran.version : ran.name);
    }
    if (unknown.empty()) return;
    Finding finding;
    finding.object = applied.table;
    finding.message = fmt::format("{} {} on the server and not in this folder: {}{}", unknown.size(), unknown.size() == 1 ? "version is" : "versions are", unknown.front(), unknown.size() > 1 ? ", …" : "");
    for (const auto& name : unknown)
        if (finding.evidence.size() < 10) finding.evidence.push_back({applied.table, name});
    finding.fix = Fix{"Look for the files on other branches; a squashed history is said to the tool as a baseline", "", {}, Safety::manual};
    report.add(std::move(finding));
}

extern constinit const Rule applied_unknown = rule<check>({
    .id = "migration/applied-unknown", .title = "versions that the server has and the files have not",
    .effect = Effect::correctness, .severity = Severity::warning, .fix = Safety::manual,
    .since = "0.1",
    .basis = "Flyway, Prisma and Alembic: unknown applied versions"});

}  // namespace assay::migration

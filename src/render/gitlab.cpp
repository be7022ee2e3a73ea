// GitLab: a Code Quality report, the subset of Code Climate's format that GitLab reads.
#include <fmt/core.h>

#include "render/json_writer.h"
#include "render/plain.h"
#include "render/view.h"

namespace assay::rendering {

namespace {

std::string_view severity_of(Severity severity) {
    return severity == Severity::error ? "critical" : severity == Severity::warning ? "major" : "info";
}

std::string description_of(const ShownFinding& finding) {
    std::string description = one_line(finding.object) + ": " + prose(finding.message);
    if (finding.count > 1) description += fmt::format(" (and {} more)", finding.count - 1);
    if (finding.proof_state == ProofState::proven) description += " [proven]";
    return description;
}

// GitLab drops an entry without a path and a line: what has no file is placed in what was read.
Location place_in(const View& view, const ShownFinding& finding) {
    Location place = finding.location.value_or(
        Location{view.read.empty() ? std::string{"database"} : view.read.front().source, 1, 0});
    if (place.line <= 0) place.line = 1;
    return place;
}

}  // namespace

std::string gitlab(const View& view) {
    JsonWriter json;
    json.array([&] {
        for (const ShownFinding& finding : view.findings) {
            if (!finding.counts()) continue;
            json.object([&] {
                json.member("description", description_of(finding));
                json.member("check_name", view.rule_of(finding).id);
                json.member("fingerprint", finding.key);
                json.member("severity", severity_of(finding.severity));
                json.object("location", [&] {
                    const Location place = place_in(view, finding);
                    json.member("path", place.file);
                    json.object("lines", [&] { json.member("begin", place.line); });
                });
            });
        }
    });
    return json.take();
}

}  // namespace assay::rendering

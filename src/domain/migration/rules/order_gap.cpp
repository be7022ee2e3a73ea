#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "core/report.h"
#include "core/text.h"
#include "domain/migration/model/history_finding.h"

namespace assay::migration {

// A sequence counts one by one; time stamps do not.
static constexpr std::size_t digits_of_a_time_stamp = 8;

static long number_of(const Version& version) {
    const bool digits = !version.version.empty() && version.version.size() < digits_of_a_time_stamp && std::all_of(version.version.begin(), version.version.end(), [](char c) { return c >= '0' && c <= '9'; });
    return digits ? std::stol(version.version) : -1;
}

static void check(const History& history, Report& report) {
    std::size_t steps = 0, counted = 0;
    for (std::size_t i = 1; i < history.versions.size(); ++i) {
        const auto before = number_of(history.versions[i - 1]), here = number_of(history.versions[i]);
        if (before < 0 || here < 0) return;
        ++counted;
        steps += here == before + 1;
    }
    // Whoever leaves room on purpose, 10, 20, 30, has no gaps.
    if (counted < 2 || steps * 3 < counted * 2) return;
    for (std::size_t i = 1; i < history.versions.size(); ++i) {
        const auto before = number_of(history.versions[i - 1]), here = number_of(history.versions[i]);
        if (here <= before + 1) continue;
        report.add(finding_about(history.versions[i], fmt::format("follows version {}: {} missing", before, here == before + 2 ? fmt::format("{} is", before + 1) : fmt::format("{} to {} are", before + 1, here - 1)),
                                 "Look for a file that was forgotten, or that lies on another branch"));
    }
}

extern constinit const Rule order_gap = rule<check>({
    .id = "migration/order-gap", .title = "numbers that are missing in a sequence",
    .effect = Effect::clarity, .severity = Severity::note, .fix = Safety::manual,
    .since = "0.1",
    .basis = "golang-migrate, tern: versions are applied by number"});

}  // namespace assay::migration

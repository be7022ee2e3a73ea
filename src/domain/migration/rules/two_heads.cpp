#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "core/report.h"
#include "core/text.h"
#include "domain/migration/model/history_finding.h"

namespace assay::migration {

static void check(const History& history, Report& report) {
    if (!history.is_graph) return;
    const auto heads = history.heads();
    if (heads.size() < 2) return;
    std::vector<std::string> names;
    for (const auto* head : heads) names.push_back(head->name);
    report.add(finding_about(*heads.back(), fmt::format("{} migrations have nothing behind them: {}. The tool does not know which comes last", heads.size(), joined(names, ", ")),
                             history.convention == sql::Convention::alembic ? "alembic merge heads, or change down_revision of the one that no server has" : "manage.py makemigrations --merge, or change dependencies of the one that no server has"));
}

extern constinit const Rule two_heads = rule<check>({
    .id = "migration/two-heads", .title = "two migrations that nothing builds on",
    .effect = Effect::correctness, .severity = Severity::error, .fix = Safety::manual,
    .since = "0.1",
    .basis = "Alembic, Working with Branches"});

}  // namespace assay::migration

#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

static void check(const Migrations&, const File& file, Report& report) {
    for (const auto& statement : file.statements) {
        if (!statement.opaque) continue;
        Finding finding;
        finding.object = fmt::format("{} in {}", statement.name(), file.name);
        finding.message = "runs text that is put together at run time: what it locks and changes is not judged";
        finding.location = statement.place;
        finding.subject = statement.id;
        finding.cause = fmt::format("opaque in {}", file.name);
        finding.fix = Fix{"See what it does: assay migrate trace FILE", "", {}, Safety::manual};
        report.add(std::move(finding));
    }
}

extern constinit const Rule opaque_sql = file_rule<check>({
    .id = "migration/opaque-sql", .title = "text put together at run time",
    .effect = Effect::clarity, .severity = Severity::note, .fix = Safety::manual,
    .since = "0.1",
    .basis = "PostgreSQL manual 43.5.4, Executing Dynamic Commands"});

}  // namespace assay::migration

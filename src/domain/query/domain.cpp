// The query domain: statements, their plans, and what they cost.
#include "domain/domain.h"
#include "domain/query/map/load.h"
#include "domain/query/model/workload.h"
#include "domain/query/read/read.h"

namespace assay::query {

namespace {

void load(const Workspace& workspace, MapBuilder& builder) {
    load_plans(workspace, builder);
    load_statements(workspace, builder);
    load_queries(workspace, builder);
}

void keep(const Workspace& from, Workspace& fresh) {
    for (const Workload* workload : from.all<Workload>()) fresh.add(std::make_unique<Workload>(*workload));
}

}  // namespace

extern const Domain domain;
const Domain domain{
    .name = "query",
    .title = "Statements and their plans",
    .central_class = 'Q',
    .discover = discover,
    .reads = reads,
    .read = read,
    .case_languages = "plan sql workload",
    .read_case = read_case,
    .load = load,
    .keep = keep,
};

}  // namespace assay::query

// Plans a search by the index's first key in the partition that lacks it, without and with an index there.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/synthetic.h"
#include "lab/lab.h"
#include "map/map.h"

namespace assay::postgres {

namespace {

std::string plan_of(Lab& lab, const std::string& query) {
    auto plan = lab.run("explain (costs off) " + query);
    return plan && plan->size() > 0 ? std::string{plan->text(0, 0)} : std::string{};
}

}  // namespace

Outcome partition_gap(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{30})) return Outcome::out_of_budget();
    auto row = subject.map.prepare(
        "select c.name, i.relation_id, k.number, substr(i.definition, instr(i.definition, ' USING ')) from indexes i "
        "join relations c on c.parent_id = i.relation_id and c.is_partition and c.kind = 'table' "
        "join index_keys k on k.index_id = i.id and k.position = 1 "
        "where i.id = ? and i.method in ('btree', 'hash') and not exists (select 1 from indexes x where x.relation_id = c.id and x.parent_id = i.id) limit 1");
    row.bind(1, subject.id);
    if (!row.step()) return Outcome::needs("a B-tree and a partition that is a table");
    const std::string partition{row.text(0)}, body{row.text(3)};
    const auto shapes = shapes_of(subject.map, row.integer(1), std::to_string(row.integer(2)));
    const auto value = shapes.empty() ? std::nullopt : value_expression(subject.map, shapes[0], "1");
    if (!value) return Outcome::needs("an index whose first key is a column of a plain type");

    const auto query = fmt::format("select * from {} where {} = {}", partition, shapes[0].name, *value);
    if (!lab.run("set local enable_seqscan = off")) return Outcome::needs(lab.last_error().message);
    const auto before = plan_of(lab, query);
    if (!lab.run(fmt::format("create index on {}{}", partition, body))) return Outcome::needs(lab.last_error().message);
    const auto after = plan_of(lab, query);
    auto proof = lab.proof(fmt::format("planned = on {} in {} with sequential scans as the last resort, without and with the index", shapes[0].name, partition),
                           before, after);
    return before.rfind("Seq Scan", 0) == 0 ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

}  // namespace assay::postgres

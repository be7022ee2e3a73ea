// Makes a row its own parent.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/synthetic.h"
#include "lab/lab.h"
#include "map/map.h"

namespace assay::postgres {

Outcome tree_loop(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{30})) return Outcome::out_of_budget();
    auto row = subject.map.prepare(
        "select c.relation_id, r.name, c.columns, c.referenced_columns, c.referenced_numbers from constraints c "
        "join relations r on r.id = c.relation_id where c.id = ?");
    row.bind(1, subject.id);
    if (!row.step()) return Outcome::needs("the foreign key on the map");
    const auto relation = row.integer(0);
    const std::string table{row.text(1)}, child{row.text(2)}, parent{row.text(3)}, number{row.text(4)};

    // A row that is there, else a row on a copy that keeps the table's checks but asks for nothing else.
    auto target = table;
    auto there = lab.query(fmt::format("select count(*) from (select from {} limit 1) one", table));
    if (!there) return Outcome::needs(lab.last_error().message);
    if (there->integer(0, 0) == 0) {
        const auto shapes = shapes_of(subject.map, relation, number);
        const auto value = shapes.empty() ? std::nullopt : value_expression(subject.map, shapes[0], "1");
        const auto schema = lab.scratch_schema();
        target = schema + ".copy";
        if (!value || !lab.run(fmt::format("create schema {}", schema)) ||
            !lab.run(fmt::format("create table {} (like {} including constraints)", target, table)))
            return Outcome::needs("a row of the table");
        for (const auto& shape : all_shapes(subject.map, relation))
            (void)lab.query(fmt::format("alter table {} alter column {} drop not null", target, shape.name));
        if (!lab.run(fmt::format("insert into {} ({}) values ({})", target, parent, *value))) return Outcome::needs("a row of the table");
    }
    const auto loop = fmt::format("update {0} set {1} = {2} where {2} = (select {2} from {0} limit 1)", target, child, parent);
    const bool accepted = bool(lab.run(loop));
    auto proof = lab.proof(fmt::format("made a row of {} its own parent", table), "UPDATE … SET " + child + " = " + parent,
                           accepted ? "accepted: a walk up from this row never ends" : "refused: " + lab.last_error().message);
    return accepted ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

}  // namespace assay::postgres

// Stores a large object, deletes the row that names it, and looks whether the object is still there.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/column_copy.h"
#include "lab/lab.h"
#include "map/map.h"

namespace assay::postgres {

Outcome orphaned_object(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{60})) return Outcome::out_of_budget();
    const auto column = column_subject(subject.map, subject.id);
    if (!column) return Outcome::needs("the column on the map");

    const auto schema = lab.scratch_schema();
    if (!copy_column(lab, *column, schema, false)) return Outcome::needs(lab.last_error().message);
    auto object = lab.run("select lo_from_bytea(0, 'some bytes')");
    if (!object) return Outcome::needs(lab.last_error().message);
    const auto number = std::string{object->text(0, 0)};
    if (!lab.run(fmt::format("insert into {}.c values ({})", schema, number)) || !lab.run(fmt::format("delete from {}.c", schema)))
        return Outcome::needs(lab.last_error().message);
    auto left = lab.run(fmt::format("select count(*) from pg_largeobject_metadata where oid = {}", number));
    if (!left) return Outcome::needs(lab.last_error().message);
    const bool orphan = left->integer(0, 0) > 0;
    auto proof = lab.proof("stored a large object and deleted the row that names it", "one object, one row",
                           orphan ? "one object, no row" : "no object, no row");
    return orphan ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

}  // namespace assay::postgres

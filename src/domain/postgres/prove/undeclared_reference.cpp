// Points a row at what is not there, before and after the foreign key is added; counts rows that do so already.
#include <fmt/core.h>

#include "core/finding.h"
#include "core/rule.h"
#include "lab/lab.h"
#include "map/map.h"

namespace assay::postgres {

Outcome undeclared_reference(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{80})) return Outcome::out_of_budget();
    auto row = subject.map.prepare(
        "select c.table_name, c.name, p.table_name, p.name, c.type_name from reference_candidates r join columns c on c.id = r.attribute_id "
        "join columns p on p.id = r.referenced_attribute_id where r.attribute_id = ?");
    row.bind(1, subject.id);
    if (!row.step()) return Outcome::needs("the column on the map");
    const std::string table{row.text(0)}, column{row.text(1)}, parent{row.text(2)}, key{row.text(3)};
    auto counts = lab.run(fmt::format("select count(*), count(*) filter (where p.{3} is null) from {0} c left join {2} p on p.{3} = c.{1} where c.{1} is not null",
                                      table, column, parent, key));
    if (!counts) return Outcome::needs(lab.last_error().message);
    if (counts->integer(0, 0) == 0) return Outcome::needs("rows in the lab");
    if (subject.finding.rule && subject.finding.rule->short_name() == "orphan-rows") {
        const auto orphans = counts->integer(0, 1);
        auto proof = lab.proof(fmt::format("joined {}({}) with {}({})", table, column, parent, key), fmt::format("{} rows fill it", counts->integer(0, 0)),
                               fmt::format("{} of them find nothing", orphans));
        return orphans > 0 ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
    }
    const bool is_number = row.text(4) == "int4" || row.text(4) == "int8" || row.text(4) == "int2";
    const auto nowhere = is_number ? fmt::format("(select max({}) + 1 from {})", key, parent)
                         : row.text(4) == "uuid" ? std::string{"'ffffffff-0000-4000-8000-00000000beef'"} : std::string{"'no such key'"};
    const auto update = fmt::format("update {0} set {1} = {2} where ctid = (select ctid from {0} where {1} is not null limit 1)", table, column, nowhere);
    const auto method = fmt::format("pointed a row of {} at a key that {} does not hold, before and after adding the foreign key", table, parent);
    // Each attempt is rolled back by itself.
    if (!lab.time_ms(update, 1)) {
        if (lab.last_error().sqlstate.compare(0, 2, "23") != 0 && lab.last_error().sqlstate != "P0001") return Outcome::needs(lab.last_error().message);
        return Outcome::refuted(lab.proof(method, "no foreign key is declared", lab.last_error().message));
    }
    if (!lab.run(fmt::format("alter table {} add constraint assay_trial foreign key ({}) references {} ({})", table, column, parent, key)))
        return Outcome::needs(lab.last_error().message);
    const bool still = bool(lab.time_ms(update, 1));
    auto proof = lab.proof(method, "accepted without the foreign key", still ? "accepted with it too" : "refused with it: " + lab.last_error().message);
    return still ? Outcome::refuted(std::move(proof)) : Outcome::proven(std::move(proof));
}

}  // namespace assay::postgres

// Changes a fact in one of the rows that repeat it, and looks whether the table then says two things.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/trial_table.h"
#include "lab/lab.h"
#include "map/map.h"

namespace assay::postgres {

Outcome update_anomaly(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{60})) return Outcome::out_of_budget();
    auto row = subject.map.prepare("select t.name, a.name, b.name from functional_dependencies f join attributes a on a.id = f.attribute_id "
                                   "join attributes b on b.id = f.dependent_id join relations t on t.id = f.relation_id "
                                   "where a.id = ? and b.generated is null order by b.number limit 1");
    row.bind(1, subject.id);
    if (!row.step()) return Outcome::needs("a column that can be written");
    const std::string table{row.text(0)}, key{row.text(1)}, fact{row.text(2)};
    // A row of a value that comes back, and what another value has in its place.
    const auto place = fmt::format("(select min(ctid) from {0} where {1} = (select {1} from {0} group by {1} having count(*) > 1 order by {1} limit 1))", table, key);
    auto chosen = lab.query(fmt::format("select quote_literal(t.{1}::text), quote_literal((select o.{2}::text from {0} o where o.{2} <> t.{2} limit 1)), t.ctid::text "
                                        "from {0} t where t.ctid = {3}", table, key, fact, place));
    if (!chosen || chosen->size() == 0 || chosen->is_null(0, 0) || chosen->is_null(0, 1)) return Outcome::needs("rows of " + table);

    const auto changed = lab.run(fmt::format("update {} set {} = {} where ctid = '{}'", table, fact, chosen->text(0, 1), chosen->text(0, 2)));
    const auto method = fmt::format("changed {} in one row of {}", fact, table);
    if (!changed) return Outcome::refuted(lab.proof(method, "one value for each " + key, last_error_text(lab)));
    auto counted = lab.run(fmt::format("select count(distinct {2}), count(*) from {0} where {1} = {3}", table, key, fact, chosen->text(0, 0)));
    if (!counted) return Outcome::needs(lab.last_error().message);
    const auto values = counted->integer(0, 0);
    auto proof = lab.proof(method, fmt::format("1 {} in {} rows of one {}", fact, counted->integer(0, 1), key), fmt::format("{} in these rows, and nothing refused it", values));
    return values > 1 ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

}  // namespace assay::postgres

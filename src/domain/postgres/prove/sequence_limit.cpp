// Sets a copy of a sequence to the last value that its column can hold and takes two values.
#include <fmt/core.h>

#include <algorithm>

#include "core/finding.h"
#include "domain/postgres/prove/trial_table.h"
#include "map/map.h"

namespace assay::postgres {

Outcome sequence_limit(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{30})) return Outcome::out_of_budget();
    auto row = subject.map.prepare(
        "select q.name, q.type, q.maximum, q.cycles, c.type, c.type_name, c.path, q.increment from sequence_uses u "
        "join sequences q on q.id = u.sequence_id join columns c on c.id = u.attribute_id where c.id = ?");
    row.bind(1, subject.id);
    if (!row.step()) return Outcome::needs("a sequence that fills the column");
    const std::string sequence{row.text(0)}, type{row.text(4)}, path{row.text(6)};
    const std::int64_t highest = row.text(5) == "int2" ? 32'767 : 2'147'483'647;
    const auto last = std::min(highest, row.integer(2));
    const auto schema = lab.scratch_schema(), copy = schema + ".numbers";
    if (!lab.run(fmt::format("create schema {}", schema)) ||
        !lab.run(fmt::format("create sequence {} as {} maxvalue {} start {} increment {}{}", copy, row.text(1), row.integer(2), last, row.integer(7),
                             row.integer(3) ? " cycle" : "")) ||
        !lab.run(fmt::format("create table {}.rows (id {} default nextval('{}'))", schema, type, copy)))
        return Outcome::needs(lab.last_error().message);
    const auto insert = fmt::format("insert into {}.rows default values", schema);
    if (!lab.run(insert)) return Outcome::needs(lab.last_error().message);
    const bool went = bool(lab.run(insert));
    auto proof = lab.proof(fmt::format("set a copy of {} to {} and inserted two rows for {}", sequence, last, path),
                           fmt::format("{} goes in", last), went ? "the next row goes in" : last_error_text(lab));
    return went ? Outcome::refuted(std::move(proof)) : Outcome::proven(std::move(proof));
}

}  // namespace assay::postgres

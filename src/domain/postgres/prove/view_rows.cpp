// Counts the rows of two owners through a view, as a role that the policies of the table let see one.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/identity.h"
#include "lab/lab.h"
#include "map/map.h"

namespace assay::postgres {

Outcome view_rows(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{40})) return Outcome::out_of_budget();
    auto base = subject.map.prepare("select r.name from dependencies d join relations r on r.id = (d.referenced_id >> 11) << 11 "
                                    "where d.kind = 'rule' and d.object_id = ? and d.referenced_kind = 'relation' order by r.row_security desc, r.name limit 1");
    base.bind(1, subject.id);
    const auto view = subject.map.value("select name from relations where id = ?", subject.id);
    if (!view || !base.step()) return Outcome::needs("a table directly behind the view");
    const std::string table{base.text(0)};
    const auto role = role_with(subject.map, lab, subject.id, "SELECT");
    if (role.empty()) return Outcome::needs("a role with SELECT on the view");
    auto all = lab.query("select count(*) from " + table);
    if (!all || all->integer(0, 0) == 0) return Outcome::needs("rows in " + table);

    // Nobody is identified: the policies let through what they let through to a stranger.
    if (auto became = lab.become(role); !became) return Outcome::needs(became.error().text());
    auto direct = lab.run("select count(*) from " + table);
    const bool denied = !direct && was_denied(lab);
    auto through = lab.run("select count(*) from " + *view);
    (void)lab.become("");
    if ((!direct && !denied) || !through) return Outcome::needs(lab.last_error().message);
    const auto seen = direct ? direct->integer(0, 0) : 0, shown = through->integer(0, 0);
    auto proof = lab.proof(fmt::format("as {}: counted the rows of {} and of {}", role, table, *view),
                           direct ? fmt::format("{} of {} rows of {}", seen, all->integer(0, 0), table) : fmt::format("may not read {}", table),
                           fmt::format("{} rows of {}", shown, *view));
    return shown > 0 && seen == 0 ? Outcome::proven(std::move(proof)) : shown <= seen ? Outcome::refuted(std::move(proof))
                                                                                     : Outcome::proven(std::move(proof));
}

}  // namespace assay::postgres

// Reads a view with a cheap function in WHERE that counts the rows it is handed, as the role the view is for.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/identity.h"
#include "lab/lab.h"
#include "map/map.h"
#include "sql/names.h"

namespace assay::postgres {

Outcome leaky_view(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{40})) return Outcome::out_of_budget();
    auto row = subject.map.prepare("select r.name, g.grantee, (select a.name from attributes a where a.relation_id = r.id order by a.number limit 1) "
                                   "from relations r join grants g on g.object_kind = 'relation' and g.object_id = r.id and g.privilege = 'SELECT' "
                                   "and g.grantee not in ('public', r.owner) where r.id = ?");
    row.bind(1, subject.id);
    if (!row.step()) return Outcome::needs("the view and its grants on the map");
    const std::string view{row.text(0)}, role{row.text(1)}, column{row.text(2)};
    auto visible = lab.query("select count(*) from " + view);
    if (!visible) return Outcome::needs(lab.last_error().message);
    if (auto became = lab.become(role); !became) return Outcome::needs(became.error().text());
    // A session of its own may make temporary functions unless TEMPORARY was taken from PUBLIC.
    const bool made = lab.run("select set_config('leak.seen', '0', true)") &&
                      lab.run("create function pg_temp.leak(anyelement) returns boolean language plpgsql cost 0.0000001 as "
                              "'begin perform set_config(''leak.seen'', (current_setting(''leak.seen'')::bigint + 1)::text, true); return true; end'");
    auto read = made ? lab.run(fmt::format("select count(*) from {} where pg_temp.leak({})", view, column)) : lab.query("select 1/0");
    const auto error = lab.last_error().message;
    auto seen = lab.query("select current_setting('leak.seen')::bigint");
    (void)lab.become("");
    if (!made || !read || !seen) return Outcome::needs("a role that reads the view and makes a temporary function: " + error);
    const auto shown = visible->integer(0, 0), handed = seen->integer(0, 0);
    auto proof = lab.proof(fmt::format("as {}: a function of its own in the WHERE of a query on {}", role, view),
                           fmt::format("the view shows {} rows", shown), fmt::format("the function was handed {}", handed));
    if (handed > shown) return Outcome::proven(std::move(proof));
    if (shown > 0 || handed > 0) return Outcome::refuted(std::move(proof));
    return Outcome::needs("rows in the tables of the view");
}

}  // namespace assay::postgres

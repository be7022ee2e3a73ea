// Asks what pg_upgrade --check asks: which columns are of a type that holds object ids.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/column_copy.h"
#include "lab/lab.h"
#include "map/map.h"
#include <string>
#include <string_view>

namespace assay::postgres {

namespace {

// Of check.c (data_type_usage): the types, domains, arrays, composites and ranges over them, and the columns of stored relations.
constexpr std::string_view query =
    "with recursive oids as ("
    "select oid from pg_type where typname in ({}) and typnamespace = 'pg_catalog'::regnamespace "
    "union all select * from (with x as (select oid from oids) "
    "select t.oid from pg_type t, x where t.typbasetype = x.oid and t.typtype = 'd' "
    "union all select t.oid from pg_type t, x where t.typelem = x.oid and t.typtype = 'b' "
    "union all select t.oid from pg_type t, pg_class c, pg_attribute a, x where t.typtype = 'c' and t.oid = c.reltype "
    "and c.oid = a.attrelid and not a.attisdropped and a.atttypid = x.oid "
    "union all select t.oid from pg_type t, pg_range r, x where t.typtype = 'r' and r.rngtypid = t.oid and r.rngsubtype = x.oid) f) "
    "select case n.nspname when 'public' then '' else quote_ident(n.nspname) || '.' end || quote_ident(c.relname), quote_ident(a.attname) "
    "from pg_class c, pg_namespace n, pg_attribute a where c.oid = a.attrelid and not a.attisdropped and a.atttypid in (select oid from oids) "
    "and c.relkind in ('r', 'p', 'm') and c.relnamespace = n.oid and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1, 2";

std::string_view blocking_types() {
    return "'regproc', 'regprocedure', 'regoper', 'regoperator', 'regconfig', 'regdictionary', 'regnamespace', 'regcollation', 'aclitem', "
           "'unknown', 'abstime', 'reltime', 'tinterval'";
}

}  // namespace

Outcome upgrade_check(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{60})) return Outcome::out_of_budget();
    const auto column = column_subject(subject.map, subject.id);
    if (!column) return Outcome::needs("the column on the map");

    auto found = lab.run(fmt::format(query, blocking_types()));
    if (!found) return Outcome::needs(lab.last_error().message);
    bool listed = column->is_composite && found->size() > 0;
    std::string first;
    for (int row = 0; row < found->size(); ++row) {
        const bool same = found->text(row, 0) == column->table && found->text(row, 1) == column->name;
        if (same || first.empty()) first = fmt::format("{}({})", found->text(row, 0), found->text(row, 1));
        listed |= same;
        if (same) break;
    }
    auto proof = lab.proof("ran the query of pg_upgrade --check", "no column may be listed",
                           listed ? first + " is listed: the upgrade stops" : "the column is not listed");
    return listed ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

}  // namespace assay::postgres

// Asks, as a role that the policies are for, for the plan of each command: rewriting alone shows the recursion.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/identity.h"
#include "lab/lab.h"
#include "map/map.h"

namespace assay::postgres {

namespace {

// Roles that policies of the table name; where they are for everybody, anybody will do.
std::vector<std::string> roles_of(const Map& map, Lab& lab, std::int64_t relation_id) {
    std::vector<std::string> roles;
    auto row = map.prepare("select distinct q.role from policy_roles q where q.relation_id = ?");
    row.bind(1, relation_id);
    while (row.step()) roles.push_back(row.text(0) == "public" ? somebody(lab) : std::string{row.text(0)});
    return roles;
}

}  // namespace

Outcome policy_recursion(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{30})) return Outcome::out_of_budget();
    const auto table = subject.map.value("select name from relations where id = ?", subject.id);
    const auto column = subject.map.value("select name from attributes where relation_id = ? and generated is null limit 1", subject.id);
    const auto roles = roles_of(subject.map, lab, subject.id);
    if (!table || !column || roles.empty()) return Outcome::needs("the table's policies on the map");
    for (const auto& role : roles) {
        if (auto became = lab.become(role); !became) return Outcome::needs(became.error().text());
        for (const auto& statement : {fmt::format("select * from {}", *table), fmt::format("update {} set {} = null", *table, *column),
                                      fmt::format("delete from {}", *table), fmt::format("insert into {} default values", *table)}) {
            if (lab.run("explain " + statement) || lab.last_error().sqlstate != "42P17") continue;
            const auto error = lab.last_error().message;
            (void)lab.become("");
            return Outcome::proven(lab.proof(fmt::format("as {}: EXPLAIN {}", role, statement), "the owner reads it", "error: " + error));
        }
        (void)lab.become("");
    }
    return Outcome::refuted(lab.proof("EXPLAIN of SELECT, UPDATE, DELETE and INSERT as each role that the policies name",
                                      "a circle was expected", "no statement met one"));
}

}  // namespace assay::postgres

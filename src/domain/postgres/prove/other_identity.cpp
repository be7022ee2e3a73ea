// Writes rows of another owner, or gives own ones away, as a role that the policy is for, on a copy with its policies.
#include <fmt/core.h>

#include "core/finding.h"
#include "core/rule.h"
#include "domain/postgres/prove/identity.h"
#include "domain/postgres/prove/synthetic.h"
#include "lab/lab.h"
#include "map/map.h"
#include "sql/names.h"

namespace assay::postgres {

namespace {

struct Attempt {
    std::string statement, described;
    std::int64_t allowed = 0;  // rows that may be affected without anything being wrong
};

// No WHERE: a condition would need SELECT, whose policies PostgreSQL then applies to the new row as well.
Attempt attempt_of(const Map& map, std::int64_t relation_id, std::string_view command, const Copy& copy, const std::string& owner,
                   bool gives_away) {
    const auto column = owner.empty() ? map.value("select name from attributes where relation_id = ? and generated is null limit 1", relation_id)
                                            .value_or("") : owner;
    if (gives_away)
        return {fmt::format("update {} set {} = {}", copy.name, owner, sql::quote_literal(copy.other)),
                fmt::format("gave its own rows to another by SET {}", owner), 0};
    if (command == "delete") return {"delete from " + copy.name, "deleted without a WHERE", copy.own_rows};
    if (command == "insert") {
        std::string columns, values;
        for (const auto& shape : all_shapes(map, relation_id))
            if (const auto value = value_expression(map, shape, shape.name == owner ? "2" : "77")) {
                columns += (columns.empty() ? "" : ", ") + shape.name;
                values += (values.empty() ? "" : ", ") + (shape.name == owner ? sql::quote_literal(copy.other) : *value);
            }
        return {fmt::format("insert into {} ({}) values ({})", copy.name, columns, values), "inserted a row of another owner", 0};
    }
    return {fmt::format("update {} set {} = (select {} from (values (1)) v)", copy.name, column,
                        copy.mine.empty() ? std::string{"null"} : sql::quote_literal(copy.mine) + "::" +
                            map.value("select type from attributes where relation_id = ? and name = '" + column + "'", relation_id).value_or("text")),
            "updated without a WHERE", copy.own_rows};
}

}  // namespace

Outcome other_identity(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{60})) return Outcome::out_of_budget();
    auto row = subject.map.prepare("select y.relation_id, y.command, coalesce((select k.name from policy_keys k where k.policy_id = y.id limit 1), "
                                   "(select k.name from policy_keys k where k.relation_id = y.relation_id limit 1), '') from policies y where y.id = ?");
    row.bind(1, subject.id);
    if (!row.step()) return Outcome::needs("the policy on the map");
    const auto relation = row.integer(0);
    const std::string command{row.text(1)}, owner{row.text(2)};
    const auto role = role_of_policy(subject.map, lab, subject.id);
    if (role.empty()) return Outcome::needs("a role that the policy is for");
    const auto copy = copy_with_policies(subject.map, lab, relation, role, owner);
    if (!copy) return Outcome::needs("a copy of the table with its policies: " + lab.last_error().message);

    const bool gives_away = subject.finding.rule->short_name() == "rls-update-no-check";
    const auto attempt = attempt_of(subject.map, relation, command, *copy, owner, gives_away);
    if (auto became = lab.become(role); !became) return Outcome::needs(became.error().text());
    auto done = lab.run(attempt.statement);
    (void)lab.become("");
    const auto method = fmt::format("as {}, on a copy with the table's policies: {}", role, attempt.described);
    if (!done && was_denied(lab)) return Outcome::refuted(lab.proof(method, "it was expected to go through", "error: " + lab.last_error().message));
    if (!done) return Outcome::needs("rows that the table takes: " + lab.last_error().message);
    const auto rows = affected(*done);
    auto proof = lab.proof(method, fmt::format("{} of {} rows are its own", copy->own_rows, copy->rows), fmt::format("{} rows were written", rows));
    return rows > attempt.allowed ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

}  // namespace assay::postgres

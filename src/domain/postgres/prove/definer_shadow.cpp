// Calls a SECURITY DEFINER function while a temporary object of the caller's has the name of a table that its body reads.
#include <fmt/core.h>

#include "core/finding.h"
#include "core/text.h"
#include "domain/postgres/prove/identity.h"
#include "lab/lab.h"
#include "map/map.h"
#include "sql/names.h"

namespace assay::postgres {

namespace {

struct Shadow {
    std::int64_t relation_id = 0;
    std::string name;
    bool is_written = false;
};

std::optional<Shadow> shadow_of(const Map& map, std::int64_t function_id) {
    auto row = map.prepare("select r.id, r.relname, max(t.is_written) from function_tables t join relations r on r.id = t.relation_id "
                           "where t.function_id = ? and not t.is_qualified group by r.id order by 3 limit 1");
    row.bind(1, function_id);
    if (!row.step()) return {};
    return Shadow{row.integer(0), sql::quote_identifier(row.text(1)), row.integer(2) != 0};
}

// A view (or, to be written, a table with a trigger) that notes whose rights it is read with.
bool make_shadow(const Map& map, Lab& lab, const Shadow& shadow) {
    std::string nulls, names, columns;
    auto row = map.prepare("select name, type from attributes where relation_id = ? order by number");
    row.bind(1, shadow.relation_id);
    while (row.step()) {
        nulls += fmt::format("{}null::{} as {}", nulls.empty() ? "" : ", ", row.text(1), row.text(0));
        names += fmt::format("{}{}", names.empty() ? "" : ", ", row.text(0));
        columns += fmt::format("{}{} {}", columns.empty() ? "" : ", ", row.text(0), row.text(1));
    }
    if (!shadow.is_written)
        // OFFSET keeps the planner from seeing that all columns are NULL and reading nothing.
        return bool(lab.run(fmt::format("create temporary view {} as select {} from (select {}, set_config('shadow.ran_as', current_user::text, true) "
                                        "as assay_note offset 0) s where s.assay_note is not null", shadow.name, names, nulls)));
    return lab.run(fmt::format("create temporary table {} ({})", shadow.name, columns)) &&
           lab.run("create function pg_temp.note() returns trigger language plpgsql as "
                   "'begin perform set_config(''shadow.ran_as'', current_user::text, true); return null; end'") &&
           lab.run(fmt::format("create trigger note before insert or update or delete on pg_temp.{} execute function pg_temp.note()", shadow.name));
}

std::string call_of(const Map& map, std::int64_t function_id) {
    auto row = map.prepare("select schema, proname, argument_types, kind from functions where id = ? and not is_trigger");
    row.bind(1, function_id);
    if (!row.step()) return {};
    std::string arguments;
    if (!row.text(2).empty())
        for (auto type : split(row.text(2), ',')) arguments += (arguments.empty() ? "" : ", ") + plain_argument(trimmed(type));
    return fmt::format("{} {}.{}({})", row.text(3) == "procedure" ? "call" : "select", sql::quote_identifier(row.text(0)),
                       sql::quote_identifier(row.text(1)), arguments);
}

std::string caller_of(const Map& map, Lab& lab, std::int64_t function_id) {
    const auto named = map.value("select grantee from reachable_calls where function_id = ? order by grantee = 'public' limit 1", function_id);
    return !named || *named == "public" ? somebody(lab) : *named;
}

}  // namespace

Outcome definer_shadow(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{40})) return Outcome::out_of_budget();
    const auto shadow = shadow_of(subject.map, subject.id);
    const auto call = call_of(subject.map, subject.id);
    if (!shadow || call.empty()) return Outcome::needs("a function to call whose body names a table without its schema");
    const auto role = caller_of(subject.map, lab, subject.id);
    if (auto became = lab.become(role); !became) return Outcome::needs(became.error().text());
    const bool made = make_shadow(subject.map, lab, *shadow) && lab.run("select set_config('shadow.ran_as', '', true)");
    const auto called = made ? lab.run(call) : lab.query("select 1/0");
    const auto error = lab.last_error().message;
    auto noted = lab.query("select current_setting('shadow.ran_as', true)");
    (void)lab.become("");
    if (!made || !noted || (!called && noted->text(0, 0).empty())) return Outcome::needs("a call that goes through: " + error);
    const std::string ran_as{noted->text(0, 0)};
    if (ran_as.empty()) return Outcome::needs("a call that reaches " + shadow->name);
    const bool as_another = ran_as != role;
    auto proof = lab.proof(fmt::format("as {}: a temporary {} of its own, then {}", role, shadow->name, call), fmt::format("{} has its own rights", role),
                           as_another ? "its code ran with the rights of the function's owner" : "its code ran with its own rights");
    return as_another ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

}  // namespace assay::postgres

// Does what a finding says a role can do, as that role: reads a table, creates in a schema, calls a function.
#include <fmt/core.h>

#include "core/finding.h"
#include "core/rule.h"
#include "domain/postgres/prove/identity.h"
#include "lab/lab.h"
#include "map/map.h"
#include "sql/names.h"

namespace assay::postgres {

namespace {

// Runs one statement as the role; proven when it goes through, refuted when rights forbid it.
Outcome try_as(Lab& lab, const std::string& role, const std::string& statement, const std::string& expected) {
    if (role.empty()) return Outcome::needs("a role other than the owner");
    if (auto became = lab.become(role); !became) return Outcome::needs(became.error().text());
    const auto done = lab.run(statement);
    (void)lab.become("");
    const auto method = fmt::format("as {}: {}", role, statement);
    if (done) return Outcome::proven(lab.proof(method, expected, "it goes through"));
    if (was_denied(lab)) return Outcome::refuted(lab.proof(method, expected, "error: " + lab.last_error().message));
    return Outcome::needs(lab.last_error().message);
}

bool plan_has_filter(Lab& lab, const std::string& table) {
    auto plan = lab.query("explain (costs off) select * from " + table);
    for (int row = 0; plan && row < plan->size(); ++row)
        if (plan->text(row, 0).find("Filter:") != std::string_view::npos) return true;
    return false;
}

// Reads the table as the role; `wanted` says whether all rows or none prove the finding. Where there are no rows the
// plan tells: a policy is a filter, no policy at all one that is always false.
Outcome read_as(const Subject& subject, Lab& lab, const std::string& role, bool all) {
    const auto table = subject.map.value("select name from relations where id = ?", subject.id);
    if (!table || role.empty()) return Outcome::needs("a role with SELECT on the table");
    auto total = lab.query("select count(*) from " + *table);
    if (auto became = lab.become(role); !became) return Outcome::needs(became.error().text());
    auto seen = lab.run("select count(*) from " + *table);
    const bool filtered = plan_has_filter(lab, *table);
    (void)lab.become("");
    const auto method = fmt::format("as {}: counted the rows of {}", role, *table);
    if (!seen && was_denied(lab)) return Outcome::refuted(lab.proof(method, "the role was thought to read it", "error: " + lab.last_error().message));
    if (!seen || !total) return Outcome::needs(lab.last_error().message);
    const auto rows = total->integer(0, 0), got = seen->integer(0, 0);
    const bool shown = all ? !filtered && got == rows : filtered && got == 0;
    auto proof = lab.proof(method, fmt::format("the table holds {} rows", rows),
                           rows ? fmt::format("{} of {} rows", got, rows) : filtered ? "its plan filters rows" : "its plan filters nothing");
    return shown ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

Outcome write_by_grant(const Subject& subject, Lab& lab) {
    const auto table = subject.map.value("select name from relations where id = ?", subject.id).value_or("");
    const auto column = subject.map.value("select name from attributes where relation_id = ? and generated is null and identity is null limit 1", subject.id);
    const bool updates = subject.map.value("select 1 from grants where object_kind = 'relation' and object_id = ? and grantee = 'public' and privilege = 'UPDATE'",
                                           subject.id).has_value();
    const auto statement = updates && column ? fmt::format("update {} set {} = default where false", table, *column)
                                             : fmt::format("select count(*) from {}", table);
    return try_as(lab, somebody(lab), statement, "a role that nobody granted anything");
}

Outcome call(const Subject& subject, Lab& lab) {
    const auto path = subject.map.value("select path from routines where id = ?", subject.id).value_or("");
    const auto table = subject.map.value("select r.name from function_tables t join relations r on r.id = t.relation_id "
                                         "where t.function_id = ? order by not t.is_written limit 1", subject.id).value_or("");
    const auto role = somebody(lab);
    if (role.empty() || table.empty()) return Outcome::needs("a role other than the owner");
    auto rights = lab.run(fmt::format(
        "select has_function_privilege({0}, p.oid, 'execute') and has_schema_privilege({0}, p.pronamespace, 'usage'), "
        "has_table_privilege({0}, {1}, 'insert, update, delete') from pg_proc p where p.oid = {2}::regprocedure",
        sql::quote_literal(role), sql::quote_literal(table), sql::quote_literal(path)));
    if (!rights || rights->size() != 1) return Outcome::needs(lab.last_error().message);
    const bool may_call = rights->boolean(0, 0), may_write = rights->boolean(0, 1);
    auto proof = lab.proof(fmt::format("asked for the rights of a role that nobody granted anything, {}", role),
                           fmt::format("may {}write {}", may_write ? "" : "not ", table), fmt::format("may {}call {}", may_call ? "" : "not ", path));
    return may_call && !may_write ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

Outcome next_table(const Subject& subject, Lab& lab) {
    auto row = subject.map.prepare("select role, coalesce(schema, 'public'), grantee, privilege from default_privileges where id = ? and object_kind = 'table' "
                                   "order by privilege = 'SELECT' desc");
    row.bind(1, subject.id);
    if (!row.step()) return Outcome::needs("a default for tables");
    const auto table = sql::quote_identifier(row.text(1)) + ".a_new_table";
    const auto role = row.text(2) == "public" ? somebody(lab) : std::string{row.text(2)};
    const std::string privilege{row.text(3)};
    // Files are read by the owner, whose defaults these are; another role's need that role.
    if (!lab.run("create table " + table + " (id bigint)")) return Outcome::needs(lab.last_error().message);
    auto may = lab.run(fmt::format("select has_table_privilege({}, {}, {})", sql::quote_literal(role), sql::quote_literal(table), sql::quote_literal(privilege)));
    if (!may) return Outcome::needs(lab.last_error().message);
    const bool yes = may->boolean(0, 0);
    auto proof = lab.proof("made a table there", fmt::format("nobody granted anything on {}", table), fmt::format("{} {} {}", role, yes ? "may" : "may not", privilege));
    return yes ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

}  // namespace

Outcome as_role(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{30})) return Outcome::out_of_budget();
    const auto rule = subject.finding.rule->short_name();
    if (rule == "public-create")
        return try_as(lab, somebody(lab), fmt::format("create table {}.a_new_table ()",
                      sql::quote_identifier(subject.map.value("select name from schemas where id = ?", subject.id).value_or(""))),
                      "a role that nobody granted anything");
    if (rule == "secret-in-catalogue") {
        const auto path = subject.map.value("select path from routines where id = ?", subject.id);
        if (!path) return Outcome::needs("a function: it is one that was tried");
        return try_as(lab, somebody(lab), fmt::format("select length(prosrc) from pg_proc where oid = {}::regprocedure", sql::quote_literal(*path)),
                      "a role that nobody granted anything");
    }
    if (rule == "public-grant") return write_by_grant(subject, lab);
    if (rule == "definer-executable") return call(subject, lab);
    if (rule == "default-privileges-wide") return next_table(subject, lab);
    if (rule == "rls-owner-bypass")
        return read_as(subject, lab, subject.map.value("select owner from relations where id = ?", subject.id).value_or(""), true);
    return read_as(subject, lab, role_with(subject.map, lab, subject.id, "SELECT"), rule != "rls-no-policy");
}

}  // namespace assay::postgres

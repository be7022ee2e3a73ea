// helper
#include "domain/postgres/prove/identity.h"

#include <fmt/core.h>

#include <charconv>
#include <set>

#include "core/pattern.h"
#include "core/text.h"
#include "domain/postgres/prove/synthetic.h"
#include "sql/names.h"

namespace assay::postgres {

namespace {

constexpr int rows_made = 20;

std::string only_value(const Map& map, std::string_view sql, std::int64_t id) { return map.value(sql, id).value_or(""); }

// Names in current_setting('…') of the conditions, of functions they call, and of functions whose names stand in those.
std::set<std::string> settings_of(const Map& map, std::int64_t relation_id) {
    std::string text;
    auto conditions = map.prepare("select coalesce(using_expression, '') || coalesce(check_expression, '') from policies where relation_id = ?");
    conditions.bind(1, relation_id);
    while (conditions.step()) text += conditions.text(0);
    for (int depth = 0; depth < 3; ++depth) {
        std::string more;
        auto bodies = map.prepare("select body from functions f where f.database_id = ? and instr(?, f.proname || '(') > 0");
        bodies.bind(1, map_id::database_of(relation_id));
        bodies.bind(2, std::string_view{text});
        while (bodies.step())
            if (text.find(bodies.text(0)) == text.npos) more += std::string{bodies.text(0)} + "\n";
        text += more;
    }
    static const Pattern pattern{R"(current_setting\(\s*'([^']+)')"};
    const auto names = pattern.first_groups_in(text);
    return {names.begin(), names.end()};
}

bool copy_policies(const Map& map, Lab& lab, std::int64_t relation_id, const std::string& copy) {
    auto row = map.prepare("select name, is_permissive, command, roles, using_expression, check_expression from policies where relation_id = ?");
    row.bind(1, relation_id);
    while (row.step()) {
        std::string roles;
        for (auto role : split(row.text(3), ','))
            roles += (roles.empty() ? "" : ", ") + (role == "public" ? std::string{"public"} : sql::quote_identifier(role));
        auto statement = fmt::format("create policy {} on {} as {} for {} to {}", row.text(0), copy,
                                     row.integer(1) ? "permissive" : "restrictive", row.text(2), roles);
        if (!row.is_null(4)) statement += fmt::format(" using ({})", row.text(4));
        if (!row.is_null(5)) statement += fmt::format(" with check ({})", row.text(5));
        if (!lab.run(statement)) return false;
    }
    return true;
}

}  // namespace

std::string somebody(Lab& lab) {
    const std::string role = "somebody_else";
    return lab.database().create_role(role, false, true, false) ? role : std::string{};
}

std::string role_with(const Map& map, Lab& lab, std::int64_t relation_id, const std::string& privilege) {
    auto row = map.prepare("select grantee from reachable_grants where relation_id = ? and privilege = ?"
                           "order by grantee = 'public', grantee limit 1");
    row.bind(1, relation_id);
    row.bind(2, std::string_view{privilege});
    if (!row.step()) return {};
    return row.text(0) == "public" ? somebody(lab) : std::string{row.text(0)};
}

std::string role_of_policy(const Map& map, Lab& lab, std::int64_t policy_id) {
    auto row = map.prepare("select q.role from policy_roles q where q.policy_id = ? order by q.role = 'public', "
                           "not exists (select 1 from reachable_roles r where r.database_id = q.database_id and r.name = q.role) limit 1");
    row.bind(1, policy_id);
    if (!row.step()) return {};
    if (row.text(0) != "public") return std::string{row.text(0)};
    const auto relation = only_value(map, "select relation_id from policies where id = ?", policy_id);
    std::int64_t id = 0;
    std::from_chars(relation.data(), relation.data() + relation.size(), id);
    const auto granted = role_with(map, lab, id, "SELECT");
    return granted.empty() ? somebody(lab) : granted;
}

void identify(const Map& map, Lab& lab, std::int64_t relation_id, const std::string& value) {
    for (const auto& name : settings_of(map, relation_id)) {
        const bool claims = ends_with(name, ".claims") || ends_with(name, ".claim");
        const auto text = claims ? fmt::format(R"({{"sub": "{}", "role": "authenticated"}})", value) : value;
        (void)lab.run(fmt::format("select set_config({}, {}, true)", sql::quote_literal(name), sql::quote_literal(text)));
    }
}

std::optional<Copy> copy_with_policies(const Map& map, Lab& lab, std::int64_t relation_id, const std::string& role,
                                       const std::string& owner_column) {
    const auto schema = lab.scratch_schema();
    Copy copy{schema + ".copy", {}, {}, rows_made, 0};
    std::string columns, values;
    for (const auto& shape : all_shapes(map, relation_id)) {
        // Two owners, who take turns.
        const auto value = value_expression(map, shape, shape.name == owner_column ? "(1 + i % 2)" : "i");
        if (!value) continue;
        columns += (columns.empty() ? "" : ", ") + shape.name;
        values += (values.empty() ? "" : ", ") + *value;
    }
    const auto table = only_value(map, "select name from relations where id = ?", relation_id);
    if (!lab.run(fmt::format("create schema {}", schema)) || !lab.run(fmt::format("create table {} (like {} including defaults)", copy.name, table)) ||
        !lab.run(fmt::format("insert into {} ({}) select {} from generate_series(1, {}) i", copy.name, columns, values, rows_made)) ||
        !lab.run(fmt::format("alter table {} enable row level security", copy.name)) || !copy_policies(map, lab, relation_id, copy.name))
        return {};
    const auto quoted = sql::quote_identifier(role);
    const auto rights = only_value(map, "select group_concat(distinct privilege) from reachable_grants where relation_id = ? and privilege in "
                                        "('SELECT', 'INSERT', 'UPDATE', 'DELETE')", relation_id);
    if (rights.empty() || !lab.run(fmt::format("grant usage on schema {} to {}", schema, quoted)) ||
        !lab.run(fmt::format("grant {} on {} to {}", rights, copy.name, quoted)))
        return {};
    if (!owner_column.empty()) {
        auto owners = lab.query(fmt::format("select min({0}::text), max({0}::text), count(*) filter (where {0}::text = (select min({0}::text) from {1})) from {1}",
                                            owner_column, copy.name));
        if (!owners || owners->is_null(0, 0)) return {};
        copy.mine = owners->text(0, 0);
        copy.other = owners->text(0, 1);
        copy.own_rows = owners->integer(0, 2);
        identify(map, lab, relation_id, copy.mine);
    }
    return copy;
}

std::string plain_argument(std::string_view type) {
    for (const auto* text : {"text", "character varying", "character", "citext"})
        if (type == text) return "'a'::" + std::string{type};
    for (const auto* number : {"integer", "bigint", "smallint", "numeric"})
        if (type == number) return "1::" + std::string{type};
    return "null::" + std::string{type};
}

bool was_denied(const Lab& lab) { return lab.last_error().sqlstate == "42501"; }

std::int64_t affected(const pg::Rows& rows) {
    const auto tag = rows.command_tag();
    const auto at = tag.find_last_of(' ');
    std::int64_t number = 0;
    if (at != tag.npos) std::from_chars(tag.data() + at + 1, tag.data() + tag.size(), number);
    return number;
}

}  // namespace assay::postgres

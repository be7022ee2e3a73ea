// helper: runs what stands before the statement that is tried
#include "domain/migration/prove/pending.h"

#include "core/text.h"
#include "sql/statement.h"

namespace assay::migration {

std::vector<PendingStatement> statements_up_to(const Map& map, std::int64_t statement) {
    std::vector<PendingStatement> found;
    auto row = map.prepare("select s.id, s.text from migration_statements t join migration_statements s on s.file_id = t.file_id and s.number <= t.number "
                           "where t.id = ? and s.problem is null order by s.number");
    row.bind(1, statement);
    while (row.step()) found.push_back({row.integer(0), std::string{row.text(1)}});
    return found;
}

Result<std::string> prepared_statement(const std::string& text, lab::Database& database, bool in_transaction) {
    sql::Statement facts;
    auto parsed = sql::with_parser_thread([&](const sql::Parser& parser) { facts = sql::read_statement(parser, text); });
    if (!parsed) return tl::unexpected(parsed.error());
    if (!facts.refusal.empty()) return fail("the lab does not run it: " + facts.refusal);
    if (!facts.set_aside.empty()) return std::string{};
    for (const auto& role : facts.roles)
        if (role.action == sql::RoleAction::mention || role.action == sql::RoleAction::create)
            if (!starts_with(role.name, "pg_"))
                (void)database.create_role(role.name, role.login.value_or(false), role.inherit.value_or(true), role.bypass_rls.value_or(false));
    if (facts.transaction != sql::Transaction::none && in_transaction) return std::string{};
    if (facts.tag == "CreateRoleStmt" || facts.tag == "AlterRoleStmt" || facts.tag == "DropRoleStmt") return std::string{};
    if (facts.tag == "CreateExtensionStmt") {
        for (const auto& object : facts.objects)
            if (auto made = database.create_extension(object.name.name, facts.extension_schema.name); !made) return tl::unexpected(made.error());
        return std::string{};
    }
    if (in_transaction && facts.in_transaction) return *facts.in_transaction;
    if (in_transaction && facts.needs_no_transaction) return std::string{};
    return text;
}

}  // namespace assay::migration

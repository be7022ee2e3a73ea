#include "domain/migration/read/prepared.h"

#include "core/text.h"
#include "sql/statement.h"
#include "world/limits.h"

namespace assay::migration {

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

void apply(const File& file, lab::Database& database) {
    auto session = database.connect();
    if (!session) return;
    for (const auto& statement : file.statements) {
        if (statement.controls_transaction) continue;
        auto text = prepared_statement(std::string{statement.text}, database, false);
        if (text && !text->empty()) (void)session->query(*text, limits::statement_time);
    }
}

}  // namespace assay::migration

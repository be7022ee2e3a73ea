#include "domain/migration/read/prepared.h"

#include "core/text.h"
#include "domain/migration/read/read.h"
#include "sql/statement.h"
#include "world/limits.h"

namespace assay::migration {

namespace {

// The roles that a DO block's statements name.
std::vector<std::string> roles_in_block(const sql::Parser& parser, const std::string& text) {
    Statement block;
    block.text = text;
    read_block(parser, block);
    std::vector<std::string> names;
    for (const auto& tree : block.inner)
        tree->root().each("RoleSpec", [&](const sql::Node role) {
            if (const auto name = role["rolename"].text(); !name.empty() && !starts_with(name, "pg_")) names.emplace_back(name);
        });
    return names;
}

}  // namespace

Result<std::string> prepared_statement(const std::string& text, lab::Database& database, bool in_transaction) {
    sql::Statement facts;
    std::vector<std::string> roles;
    auto parsed = sql::with_parser_thread([&](const sql::Parser& parser) {
        facts = sql::read_statement(parser, text);
        if (facts.tag == "DoStmt") roles = roles_in_block(parser, text);
    });
    if (!parsed) return tl::unexpected(parsed.error());
    if (!facts.refusal.empty()) return fail("the lab does not run it: " + facts.refusal);
    if (!facts.set_aside.empty()) return std::string{};
    for (const auto& role : roles) (void)database.create_role(role, false, true, false);
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

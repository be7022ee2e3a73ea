#include <string_view>
#include <vector>

#include "domain/query/model/clauses.h"
#include "domain/query/model/statements.h"
#include "sql/names.h"

namespace assay::query {

namespace {

bool names_password(std::string_view column) {
    const auto words = sql::words_of(column);
    if (words.empty()) return false;
    const auto& last = words.back();
    return last == "password" || last == "passwd" || last == "pwd" || last == "passphrase";
}

// A hash is written with its scheme in front ("$2b$12$…", "{SSHA}…", "scram-sha-256$…"), or is long.
bool is_plain(std::string_view text) { return !text.empty() && text.size() < 32 && text.front() != '$' && text.front() != '{'; }

std::string_view literal_of(sql::Node wrapped) {
    if (const auto cast = wrapped.as("TypeCast")) return literal_of(cast["arg"]);
    return wrapped.as("A_Const")["sval"]["sval"].text();
}

constexpr const char* message = "the password itself stands in the statement, and so in logs and pg_stat_activity; is it kept so, too?";

void check_insert(const StatementText& statement, sql::Node insert, Report& report) {
    std::vector<std::string_view> columns;
    for (const sql::Node column : insert["cols"]) columns.push_back(column.as("ResTarget")["name"].text());
    for (const sql::Node row : insert["selectStmt"].as("SelectStmt")["valuesLists"]) {
        std::size_t at = 0;
        for (const sql::Node value : row.as("List")["items"]) {
            if (at < columns.size() && names_password(columns[at]) && is_plain(literal_of(value))) {
                report.add(finding_at(statement, value.inner().offset(), std::string{columns[at]}, message));
                return;  // once for all rows
            }
            ++at;
        }
    }
}

}  // namespace

static void check(const Statements& statements, Report& report) {
    for (const auto& statement : statements.all) {
        statement.root().each("A_Expr", [&](sql::Node expression) {
            const auto column = expression["lexpr"].as("ColumnRef");
            if (last_name(expression["name"]) == "=" && names_password(column_of(column)) && is_plain(literal_of(expression["rexpr"])))
                report.add(finding_at(statement, expression.offset(), std::string{column_of(column)}, message));
        });
        if (const auto insert = statement.root().as("InsertStmt")) check_insert(statement, insert, report);
    }
}

extern constinit const Rule plaintext_password = rule<check>({
    .id = "query/plaintext-password", .title = "passwords as they are typed",
    .effect = Effect::security, .severity = Severity::warning, .since = "0.1",
    .basis = "OWASP Password Storage Cheat Sheet; CWE-256"});

}  // namespace assay::query

// Files of SQL statements: cut as psql cuts them, parsed by PostgreSQL's grammar.
#include <fmt/core.h>

#include "core/text.h"
#include "domain/query/model/query_calls.h"
#include "domain/query/model/statements.h"
#include "domain/query/read/read.h"
#include "sql/fingerprint.h"
#include "sql/script.h"
#include "world/limits.h"

namespace assay::query {

namespace {

void parse(const sql::Parser& parser, StatementText& statement) {
    if (statement.text.size() > limits::statement_bytes) {
        statement.error = sql::SyntaxError{fmt::format("longer than {} bytes", limits::statement_bytes), 0};
        return;
    }
    auto tree = sql::Tree::parse(parser, statement.text);
    if (!tree) {
        statement.error = tree.error();
        return;
    }
    statement.tree = std::make_unique<sql::Tree>(std::move(*tree));
    statement.fingerprint = sql::fingerprint_of(parser, statement.text).value_or("");
}

// Parses all of them, and names those that cannot be.
Result<std::size_t> add_parsed(std::unique_ptr<Statements> statements, const std::string& name, Workspace& workspace) {
    auto parsed = sql::with_parser_thread([&](const sql::Parser& parser) {
        for (auto& statement : statements->all) parse(parser, statement);
    });
    if (!parsed) return tl::unexpected(parsed.error());
    for (const auto& statement : statements->all)
        if (statement.error) {
            const auto place = statement.at(statement.error->offset);
            workspace.could_not_read(name, fmt::format("line {}, column {}: {}", place.line, place.column, statement.error->message));
        }
    const auto count = statements->all.size();
    workspace.add(std::move(statements));
    return count;
}

}  // namespace

Result<std::size_t> add_statements(std::string_view text, const std::string& name, Workspace& workspace) {
    auto pieces = sql::split(text, name);
    if (!pieces) return tl::unexpected(pieces.error());
    auto statements = std::make_unique<Statements>();
    statements->source = name;
    for (const auto& piece : *pieces) {
        if (piece.kind == sql::PieceKind::broken) workspace.could_not_read(name, fmt::format("line {}: {}", piece.line, piece.problem));
        if (piece.kind != sql::PieceKind::statement) continue;
        StatementText& statement = statements->all.emplace_back();
        statement.text = piece.text;
        statement.place = {name, piece.line, piece.column};
    }
    return add_parsed(std::move(statements), name, workspace);
}

Result<std::size_t> add_logged_statements(const Workload& workload, const std::string& name, Workspace& workspace) {
    auto statements = std::make_unique<Statements>();
    statements->source = name;
    for (const auto& query : workload.queries) {
        const auto call = calls_of(query).front();
        StatementText& statement = statements->all.emplace_back();
        statement.text = call.statement;
        statement.place = call.location.file.empty() ? Location{name, 1, 1} : call.location;
        statement.values = logged_values(call.parameters);
    }
    return add_parsed(std::move(statements), name, workspace);
}

Result<void> read_statements(std::string_view text, const std::string& name, ReadContext& context, Workspace& workspace) {
    const auto count = add_statements(text, name, workspace);
    if (!count) return tl::unexpected(count.error());
    context.report.read({name, fmt::format("{} statement{}", *count, *count == 1 ? "" : "s")});
    return {};
}

}  // namespace assay::query

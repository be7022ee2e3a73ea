#include "domain/query/model/statements.h"

#include <fmt/core.h>

#include "sql/script.h"
#include "sql/statement_name.h"

namespace assay::query {

sql::Node StatementText::root() const {
    if (!tree) return {};
    for (const sql::Node statement : tree->root()["stmts"]) return statement["stmt"];
    return {};
}

std::string StatementText::name() const { return sql::statement_name(text); }

Location StatementText::at(std::size_t offset) const { return sql::locate(text, std::min(offset, text.size()), place); }

void each_select(const StatementText& statement, const std::function<void(sql::Node)>& found) {
    const auto root = statement.root();
    root.each("SelectStmt", found);
    // The sides of UNION and its like are not wrapped in a tag; those of a join are.
    for (const std::string_view side : {"larg", "rarg"})
        root.each(side, [&](sql::Node node) {
            if (node["op"].text().starts_with("SETOP_")) found(node);
        });
}

Finding finding_at(const StatementText& statement, std::size_t offset, std::string what, std::string message) {
    Finding finding;
    const auto name = statement.name();
    finding.object = what.empty() ? name : fmt::format("{} in {}", what, name);
    finding.message = std::move(message);
    finding.location = statement.at(offset);
    finding.subject = statement.id;
    return finding;
}

}  // namespace assay::query

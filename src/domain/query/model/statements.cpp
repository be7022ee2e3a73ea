#include "domain/query/model/statements.h"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>

#include "sql/script.h"
#include "sql/statement_name.h"

namespace assay::query {

sql::Node StatementText::root() const {
    if (!tree) return {};
    for (const sql::Node statement : tree->root()["stmts"]) return statement["stmt"];
    return {};
}

std::string StatementText::name() const { return sql::statement_name(text); }

Location StatementText::at(std::size_t offset) const {
    if (line_starts_.empty()) {
        line_starts_.push_back(0);
        for (auto newline = text.find('\n'); newline != text.npos; newline = text.find('\n', newline + 1)) line_starts_.push_back(newline + 1);
    }
    offset = std::min(offset, text.size());
    const auto line = std::prev(std::upper_bound(line_starts_.begin(), line_starts_.end(), offset));
    Location found = place;
    found.line += static_cast<int>(line - line_starts_.begin());
    found.column = (line == line_starts_.begin() ? place.column : 1) + static_cast<int>(offset - *line);
    return found;
}

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

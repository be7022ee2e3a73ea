// Statements: the SQL of one source, statement by statement, each with its parse tree.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.h"
#include "core/workspace.h"
#include "domain/query/model/parameters.h"
#include "sql/tree.h"

namespace assay::query {

struct StatementText {
    std::string text;
    Location place;                         // of its first byte
    std::string fingerprint = {};           // libpg_query's; empty where PostgreSQL 15's grammar cannot read it
    std::unique_ptr<sql::Tree> tree = {};   // nullptr then
    std::optional<sql::SyntaxError> error = {};
    ParameterValues values = {};            // of a call that was logged
    mutable std::int64_t id = 0;            // of its row of `statements`, once the map is built
    // What a schema beside it tells, once the map is built.
    mutable std::size_t known_exclusions = 0;  // NOT IN (SELECT …) whose column it knows: joint/not-in-nullable judges them
    mutable bool finds_one_row = false;        // a whole unique key of its only table is compared with "="

    // {tag: {…}} of the statement itself; absent when there is no tree.
    sql::Node root() const;
    // "select * from orders where …": one line of at most 60 bytes, to name it by.
    std::string name() const;
    // The line and column of a byte of the text.
    Location at(std::size_t offset) const;

private:
    mutable std::vector<std::size_t> line_starts_ = {};  // made when a place is first asked for
};

struct Statements : ModelOf<Statements> {
    static constexpr ModelKind kind{"statement"};

    std::string source;
    std::vector<StatementText> all;
};

// Every SELECT of a statement, those in sub-selects, CTEs and set operations too.
void each_select(const StatementText& statement, const std::function<void(sql::Node select)>& found);

// A finding about a place of a statement; its object is "WHAT in STATEMENT".
Finding finding_at(const StatementText& statement, std::size_t offset, std::string what, std::string message);

}  // namespace assay::query

// The text of an UPDATE or DELETE of one table, cut where a plan has to put something in.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sql/tree.h"

namespace assay::migration {

struct WrittenStatement {
    std::string head;       // all before WHERE
    std::string condition;  // empty: there is none
    std::vector<std::string> columns = {};      // that an UPDATE sets
    std::vector<std::string> expressions = {};  // to what, in the same order; empty where one expression sets several

    std::string with_condition(const std::string& more) const { return head + " where " + (condition.empty() ? more : "(" + condition + ") and " + more); }
};

// Nothing for statements with FROM, USING, WITH, RETURNING or an alias: those are not taken apart.
std::optional<WrittenStatement> written_statement(const std::string& text, sql::Node statement);

}  // namespace assay::migration

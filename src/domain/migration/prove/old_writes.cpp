// helper: writes as programs did before
#include "domain/migration/prove/old_writes.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"
#include "domain/migration/model/site.h"
#include "domain/migration/plan/recipe.h"
#include "sql/names.h"

namespace assay::migration {

OldWrites OldWrites::of(pg::Connection& session, const Plan& plan) {
    OldWrites writes;
    for (const auto& relation : plan.relations)
        if (auto facts = table_facts(session, relation); facts && facts->kind == 'r') writes.learn(session, *facts, plan.unique_columns);
    return writes;
}

void OldWrites::learn(pg::Connection& session, const TableFacts& facts, const std::vector<std::string>& unique) {
    std::vector<std::string> free, keys;
    for (const auto& column : facts.columns) {
        const bool will_be = std::find(unique.begin(), unique.end(), facts.relation + "." + column.name) != unique.end();
        const bool kept_apart = will_be || std::any_of(facts.indexes.begin(), facts.indexes.end(), [&](const IndexFacts& index) {
            return (index.unique || !index.constraint.empty()) && std::find(index.columns.begin(), index.columns.end(), column.name) != index.columns.end();
        });
        if (!kept_apart && !column.generated && column.identity == '\0') free.push_back(column.name);
    }
    for (const auto& column : facts.key) keys.push_back(fmt::format("quote_literal({}::text)", sql::quote_identifier(column)));
    if (free.empty() || keys.empty()) return;
    auto rows = session.query(fmt::format("select concat_ws(', ', {}) from {} order by {} desc limit 40", joined(keys, ", "),
        sql::quote_relation(facts.relation), column_list(facts.key)));
    if (!rows) return;
    Table table{facts.relation, column_list(free), {}};
    for (int row = 0; row < rows->size(); ++row) table.rows.push_back(fmt::format("({}) = ({})", column_list(facts.key), rows->text(row, 0)));
    tables_.push_back(std::move(table));
}

std::string OldWrites::statement(const Table& table, std::size_t round) {
    if (table.rows.size() < 2) return {};
    const auto& to = table.rows[round % table.rows.size()];
    const auto& from = table.rows[(round + 1) % table.rows.size()];
    return fmt::format("update {0} set ({1}) = (select {1} from {0} where {2}) where {3}", sql::quote_relation(table.relation), table.columns, from, to);
}

void OldWrites::keep_what_works(pg::Connection& session, std::size_t rounds) {
    std::erase_if(tables_, [&](const Table& table) {
        bool works = true;
        for (std::size_t round = 0; works && round < rounds; ++round) {
            const auto text = statement(table, round);
            works = text.empty() || (session.query("begin") && session.query(text));
            (void)session.query("rollback");
        }
        return !works;
    });
}

std::vector<std::string> OldWrites::next() {
    std::vector<std::string> texts;
    for (const auto& table : tables_)
        if (auto text = statement(table, round_); !text.empty()) texts.push_back(std::move(text));
    ++round_;
    return texts;
}

}  // namespace assay::migration

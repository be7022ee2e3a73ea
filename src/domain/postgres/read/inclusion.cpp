// Rows across tables: values of one column in the key of another, sequences against what they gave, defaults
// of foreign keys in the tables they name.
#include <fmt/core.h>

#include <map>

#include "core/text.h"
#include "domain/postgres/model/references.h"
#include "domain/postgres/read/read.h"

namespace assay::postgres {

namespace {

constexpr std::int64_t sampled_above = 20'000;  // rows: larger tables are counted only when a sample fits
constexpr int sample_rows = 1'000;
constexpr double least_share = 0.9;             // of a sample that must be in the key

std::map<std::string, std::int64_t> counted_rows(const Catalogue& catalogue) {
    std::map<std::string, std::int64_t> rows;
    if (const RowSet* set = catalogue.find("relation_rows"))
        for (std::size_t row = 0; row < set->rows(); ++row)
            if (set->at(row, 0) && set->at(row, 1)) rows[*set->at(row, 0)] = std::stoll(*set->at(row, 1));
    return rows;
}

bool sample_fits(pg::Connection& connection, const ReferenceCandidate& candidate, Budget& budget) {
    auto sample = connection.query(
        fmt::format("select count(*), count(p.{3}) from (select {1} as value from {0} where {1} is not null limit {4}) c "
                    "left join {2} p on p.{3} = c.value",
                    candidate.table, candidate.column, candidate.referenced_table, candidate.referenced_column, sample_rows),
        budget.left());
    return sample && sample->real(0, 1) >= least_share * sample->real(0, 0);
}

std::optional<pg::Rows> inclusion_of(pg::Connection& connection, const ReferenceCandidate& candidate, Budget& budget) {
    auto rows = connection.query(
        fmt::format("select count(*), count(c.{1}), count(distinct c.{1}), count(c.{1}) filter (where p.{3} is null), "
                    "count(distinct c.{1}) filter (where p.{3} is null), (select count(*) from {2}) "
                    "from {0} c left join {2} p on p.{3} = c.{1}",
                    candidate.table, candidate.column, candidate.referenced_table, candidate.referenced_column),
        budget.left());
    if (!rows || rows->size() != 1) return {};
    return std::move(*rows);
}

void count_references(pg::Connection& connection, Budget& budget, Catalogue& catalogue) {
    RowSet counts{"reference_counts",
                  {"attribute_id", "rows", "filled", "different", "orphans", "orphan_values", "referenced_rows"},
                  std::vector<bool>(7, false), {}};
    const auto known = counted_rows(catalogue);
    for (const auto& candidate : reference_candidates(catalogue)) {
        if (budget.spent()) break;
        const auto rows = known.find(candidate.relation_id);
        if (rows != known.end() && rows->second == 0) continue;
        if ((rows == known.end() || rows->second > sampled_above) && !sample_fits(connection, candidate, budget)) continue;
        const auto found = inclusion_of(connection, candidate, budget);
        if (!found) continue;
        counts.values.emplace_back(candidate.attribute_id);
        for (int column = 0; column < 6; ++column) counts.values.emplace_back(std::string{found->text(0, column)});
    }
    catalogue.rows.push_back(std::move(counts));
}

void read_positions(pg::Connection& connection, Budget& budget, Catalogue& catalogue) {
    RowSet positions{"sequence_positions", {"sequence_id", "last_value"}, {false, false}, {}};
    auto rows = connection.query(
        "select s.seqrelid::bigint << 11, pg_sequence_last_value(s.seqrelid) from pg_sequence s "
        "where has_sequence_privilege(s.seqrelid, 'SELECT,USAGE')",
        budget.left() + Milliseconds{500});
    if (rows)
        for (int row = 0; row < rows->size(); ++row) {
            positions.values.emplace_back(std::string{rows->text(row, 0)});
            positions.values.push_back(rows->is_null(row, 1) ? std::nullopt : std::optional{std::string{rows->text(row, 1)}});
        }
    catalogue.rows.push_back(std::move(positions));
}

// Defaults of these columns as a list; nothing when one has none, or is no literal: on a live server no code
// of a user's is run.
std::optional<std::string> literal_defaults(const Catalogue& catalogue, const std::string& relation, const std::string& numbers) {
    const RowSet* set = catalogue.find("attributes");
    if (!set) return {};
    const int of = set->column("relation_id"), number = set->column("number"), value = set->column("default_expression");
    std::string list;
    for (auto wanted : split(numbers, ' ')) {
        bool found = false;
        for (std::size_t row = 0; row < set->rows() && !found; ++row) {
            if (set->at(row, of) != relation || set->at(row, number) != wanted) continue;
            const auto& expression = set->at(row, value);
            if (!expression || expression->find('(') != std::string::npos || expression->find("CURRENT_") == 0 || expression->find("NULL") == 0) return {};
            list += (list.empty() ? "" : ", ") + *expression;
            found = true;
        }
        if (!found) return {};
    }
    return list;
}

void look_up_defaults(pg::Connection& connection, Budget& budget, Catalogue& catalogue) {
    RowSet targets{"default_targets", {"constraint_id", "is_found"}, {false, true}, {}};
    std::map<std::string, std::string> names;
    if (const RowSet* set = catalogue.find("relations"))
        for (std::size_t row = 0; row < set->rows(); ++row)
            names[*set->at(row, set->column("id"))] =
                pg::quote_identifier(*set->at(row, set->column("schema"))) + "." + pg::quote_identifier(*set->at(row, set->column("relname")));
    const auto known = counted_rows(catalogue);
    if (const RowSet* set = catalogue.find("constraints")) {
        const int id = set->column("id"), relation = set->column("relation_id"), referenced = set->column("referenced_id");
        const int numbers = set->column("numbers"), columns = set->column("referenced_columns");
        const int type = set->column("type"), parent = set->column("parent_id");
        for (std::size_t row = 0; row < set->rows() && !budget.spent(); ++row) {
            if (set->at(row, type) != "foreign" || set->at(row, parent)) continue;
            const auto rows = known.find(*set->at(row, referenced));
            const auto values = literal_defaults(catalogue, *set->at(row, relation), *set->at(row, numbers));
            if (!values || rows == known.end() || rows->second == 0) continue;
            auto found = connection.query(fmt::format("select exists (select from {} where ({}) = ({}))", names[*set->at(row, referenced)],
                                                      *set->at(row, columns), *values),
                                          budget.left());
            if (!found) continue;
            targets.values.push_back(set->at(row, id));
            targets.values.emplace_back(found->boolean(0, 0) ? "t" : "f");
        }
    }
    catalogue.rows.push_back(std::move(targets));
}

}  // namespace

void find_references(Catalogue& catalogue) {
    RowSet found{"reference_candidates",
                 {"attribute_id", "relation_id", "referenced_attribute_id", "referenced_relation_id", "evidence"},
                 std::vector<bool>(5, false), {}};
    for (auto& candidate : reference_candidates(catalogue))
        for (auto* value : {&candidate.attribute_id, &candidate.relation_id, &candidate.referenced_attribute_id,
                            &candidate.referenced_relation_id, &candidate.evidence})
            found.values.emplace_back(std::move(*value));
    catalogue.rows.push_back(std::move(found));
}

Result<void> count_inclusion(pg::Connection& connection, Budget& budget, Catalogue& catalogue) {
    read_positions(connection, budget, catalogue);
    look_up_defaults(connection, budget, catalogue);
    count_references(connection, budget, catalogue);
    return {};
}

}  // namespace assay::postgres

// helper: plans with indexes that do not exist, by HypoPG in a database of the lab.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/query/advise/cost_book.h"
#include "domain/query/read/table_statistics.h"
#include "lab/lab.h"

namespace assay::query {

// One session with hypothetical indexes. Statements are planned, never run. Existing indexes of the database count as
// they are.
class WhatIf : public Planner {
public:
    // Makes the extension when it is not there. An Error says so when the lab's server has none.
    static Result<WhatIf> open(lab::Database& database);

    // For the session: "set max_parallel_workers_per_gather = 0".
    Result<void> set(const std::string& statements);

    // The number of a candidate, given once for each text.
    int add(const IndexText& index);
    const IndexText& text(int index) const { return texts_[static_cast<std::size_t>(index)]; }
    int candidates() const { return static_cast<int>(texts_.size()); }
    // The number of a statement that EXPLAIN takes. With parameters $1 to $n it is planned without their values, as
    // a generic plan is.
    int add_query(std::string statement, int parameters = 0);
    void drop_last_query() { queries_.pop_back(); }
    // Whether the server would make this index.
    bool accepts(const IndexText& index);

    // A statement that cannot be planned, or an index that cannot be made, costs what the plan without it costs; the
    // first such error is kept.
    Answer plan(int query, const IndexSet& indexes) override;
    const std::string& first_error() const { return first_error_; }
    // Whether the server takes this index; its size in HypoPG's eyes.
    Result<double> hypopg_bytes(int index);
    // Rows that the planner expects of a table under a condition.
    Result<double> rows(const std::string& table, const std::string& condition);
    // The plan as JSON with these indexes; the names in it are HypoPG's.
    Result<std::string> explain(int query, const IndexSet& indexes);
    // `work` sees the database without these existing indexes, which are back afterwards.
    Result<void> without_existing(const std::vector<std::string>& names, const std::function<void()>& work);

private:
    explicit WhatIf(pg::Connection session) : session_{std::move(session)} {}
    std::vector<std::string> changes_to(const IndexSet& indexes);

    pg::Connection session_;
    std::vector<IndexText> texts_;
    std::map<IndexText, int> numbers_;
    struct Query {
        std::string statement;
        int parameters = 0;
    };
    std::vector<Query> queries_;
    std::map<int, std::string> present_;  // candidate → HypoPG's oid
    int made_ = 0;
    std::string first_error_;
};

// Of an EXPLAIN in JSON. Rows that a statement is expected to write: those of the node below the one that writes.
double total_cost(std::string_view plan);
// The first number under this name ("Plan Rows"): the root's for what nodes have.
std::optional<double> plan_number(std::string_view plan, std::string_view name);
double rows_written(std::string_view plan);
// Whether the plan has this existing index, by its name without the schema.
bool uses_existing(std::string_view plan, std::string_view index);

}  // namespace assay::query

// Searches for indexes as others published them, over the same candidates and the same planner.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "domain/query/advise/cost_book.h"

namespace assay::bench {

// Columns of tables, and every index of one or two of them, by number.
struct Universe {
    struct Column {
        std::string table, name;
    };
    std::vector<Column> columns;               // by name, as the references order them
    std::vector<std::vector<int>> candidates;  // the columns of each
    std::map<std::vector<int>, int> numbers;
    std::vector<double> bytes;
    std::vector<std::vector<int>> query_columns;  // columns that each query names

    const std::string& table_of(int candidate) const {
        return columns[static_cast<std::size_t>(candidates[static_cast<std::size_t>(candidate)][0])].table;
    }
    double size(const std::vector<int>& set) const;
    // Of one query: those of its own columns, up to this width.
    query::IndexSet candidates_of(int query, std::size_t width) const;
    std::vector<std::vector<bool>> relevance() const;  // a column of the index is one of the query's
};

struct Choice {
    query::IndexSet indexes;
    std::int64_t calls = 0;
    bool complete = true;  // false: more calls were needed than it was given; no indexes then
};

double workload_cost(query::CostBook& book, const query::IndexSet& indexes);

// Schlosser, Kossmann, Boissier: Efficient Scalable Multi-Attribute Index Selection Using Recursive Strategies, ICDE 2019.
Choice extend(const Universe& universe, query::Planner& planner, double budget);
// Chaudhuri, Narasayya: An Efficient Cost-Driven Index Selection Tool for Microsoft SQL Server, VLDB 1997.
Choice auto_admin(const Universe& universe, query::Planner& planner, int most_indexes, int naive, std::int64_t most_calls);
// Valentin and others: DB2 Advisor, ICDE 2000; without its random variations.
Choice db2_advis(const Universe& universe, query::Planner& planner, double budget);
// Bruno, Chaudhuri: Automatic Physical Database Tuning: A Relaxation-based Approach, SIGMOD 2005.
Choice relaxation(const Universe& universe, query::Planner& planner, double budget, std::int64_t most_calls);
// Dexter 0.7, query by query; knows no budget. `saving` is the share of the cost that an index must save.
Choice dexter(const Universe& universe, query::Planner& planner, double saving);

}  // namespace assay::bench

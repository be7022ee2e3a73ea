// The constants of a statement, and the columns that each stands beside: what rows must hold to tell rewrites apart.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "sql/tree.h"

namespace assay::query {

struct StatementLiterals {
    std::map<std::string, std::set<std::string>> of_column;      // "paid", "100", "2024-01-01", by the column's own name
    std::map<int, std::set<std::string>> columns_of_parameter;   // $1 → names of columns
    std::map<std::string, std::set<std::string>> json_keys;      // column → keys that -> and ->> follow
    std::set<std::string> columns;                               // every column that is named
    std::set<std::string> functions;                             // every function that is called
    std::vector<std::vector<std::string>> tables;                // {schema or "", name} of each RangeVar
    bool reads_all = false;                                      // "*"
    bool writes = false;                                         // data-modifying WITH, FOR UPDATE

    void add(const StatementLiterals& other);
};

StatementLiterals literals_of(sql::Node root);

}  // namespace assay::query

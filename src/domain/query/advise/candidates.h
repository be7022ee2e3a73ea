// Indexes that may serve a statement, by what it does with the columns.
#pragma once

#include <vector>

#include "domain/query/model/column_roles.h"

namespace assay::query {

struct CandidateOptions {
    std::size_t most_keys = 3;
    std::size_t most_columns = 6;  // with those that are included
    bool covering = true;
    bool partial = true;
    bool brin = true;
    bool hash = true;
};

// Equality first, then a range or the order; what joins with what restricts; groups; all of a use's columns where they
// are few; a part of the table where the statement names it. Each once.
std::vector<IndexText> candidates_for(const TableUse& use, const CandidateOptions& options = {});

// The candidate (of the list) that this one is a longer form of: without the included columns, else without the last
// key; -1 when it is not in the list.
int shorter_form(const std::vector<IndexText>& candidates, int index);

}  // namespace assay::query

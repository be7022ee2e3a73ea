// What ORDER BY of a statement promises of the answer: the columns of the result by which its rows come in order.
#pragma once

#include <string>
#include <vector>

#include "domain/query/model/select_text.h"

namespace assay::query {

struct OrderPromise {
    bool ordered = false;
    std::vector<std::size_t> columns;  // positions in the result, from 0: the leading keys that it shows
    bool complete = true;              // false: a key is no column of the result
    std::string text;                  // of the keys, without blanks' differences
};

// `names` are the result's columns. Nothing is promised where the text is no SELECT that can be read.
OrderPromise order_promise(const SelectText& statement, const std::vector<std::string>& names);

}  // namespace assay::query

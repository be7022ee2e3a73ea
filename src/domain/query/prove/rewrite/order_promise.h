// What ORDER BY of a statement promises of the answer, and the statement with its keys among the columns of its result.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/query/model/select_text.h"

namespace assay::query {

struct OrderKey {
    std::string expression;            // "o.placed", without its direction
    std::optional<std::size_t> place;  // in the result, from 0; nothing where the result does not show it
};

// `names` are the result's columns. Nothing is promised where the statement has no ORDER BY of its own.
std::vector<OrderKey> order_keys(const SelectText& statement, const std::vector<std::string>& names);

// The statement with a further column for each key that its result does not show. Nothing where that would change what
// it asks: DISTINCT, or several SELECTs.
std::optional<std::string> with_keys_shown(const SelectText& statement, const std::vector<OrderKey>& keys);

// The statement without the LIMIT and OFFSET of its own.
std::string without_limit(const SelectText& statement);
// Whether both have the same LIMIT and OFFSET, and one of them.
bool same_limit(const SelectText& one, const SelectText& other);

}  // namespace assay::query

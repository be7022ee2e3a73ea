// Synthetic rows: values of a column's type for experiments on copies of tables.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/shown.h"
#include "map/map.h"

namespace assay {
class Lab;
}

namespace assay::postgres {

struct ColumnShape {
    std::string name;       // quoted
    std::string type;       // as format_type prints it, for casts; of a domain its base type, which checks nothing
    std::string type_name;  // int4, text …
    std::int64_t type_id = 0;
    int number = 0;
};

// Columns of a relation by attribute number, in the order asked for.
std::vector<ColumnShape> shapes_of(const Map& map, std::int64_t relation_id, const std::string& numbers);
// All its columns that are not generated.
std::vector<ColumnShape> all_shapes(const Map& map, std::int64_t relation_id);

// An expression of `number` (an integer expression such as "i") with as many different values as `number` has,
// as far as the type has them. Nothing for types that have no plain values (geometry, composites).
std::optional<std::string> value_expression(const Map& map, const ColumnShape& column, const std::string& number);

// All columns for a SELECT that makes a copy: those of domains as their base types.
std::string plain_columns(const Map& map, std::int64_t relation_id);

// Makes `copy` of the table, without its constraints, with its own rows where it has 1,000, else with `rows` made
// ones beside them; the column of number `repeating` has 400 different values. False when the lab says no.
bool make_filled_copy(Lab& lab, const Map& map, std::int64_t relation_id, const std::string& copy, int rows, int repeating);

}  // namespace assay::postgres

// Key pairs: copies of the two tables of a foreign key with the columns of the key alone.
#pragma once

#include <optional>
#include <string>

#include "domain/postgres/prove/synthetic.h"
#include "lab/lab.h"

namespace assay::postgres {

struct KeyPair {
    std::string schema, parent, child;                 // the copies: schema.parent, schema.child
    std::string columns, referenced_columns;           // "a, b"
    std::string original_parent, original_child;
    std::vector<ColumnShape> child_shapes, parent_shapes;
    std::string actions;                               // " MATCH FULL ON DELETE …" as declared
    std::string on_delete, on_update;
};

// Makes both, with NOT NULL and literal defaults as they are, the parent's key, and the foreign key as declared.
// With `indexed` the child has an index on the columns. Nothing when the lab says no: see its last error.
std::optional<KeyPair> make_key_pair(Lab& lab, const Map& map, std::int64_t constraint_id, bool indexed = false);

// A row of values for the columns: "(1)::bigint, (1)::text".
std::optional<std::string> key_values(const Map& map, const std::vector<ColumnShape>& shapes, const std::string& number);

}  // namespace assay::postgres

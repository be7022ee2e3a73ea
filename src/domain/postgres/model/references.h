// Columns that look as if they referred to another table: told by names and types alone.
#pragma once

#include <string>
#include <vector>

#include "domain/postgres/model/catalogue.h"

namespace assay::postgres {

struct ReferenceCandidate {
    std::string attribute_id, relation_id;                        // ids as in the catalogue's rows
    std::string referenced_attribute_id, referenced_relation_id;
    std::string table, column, referenced_table, referenced_column; // quoted, tables qualified
    std::string evidence;                                         // name, prefix, self, by, table
};

// One for each column without a foreign key whose name says which table's single-column primary key of the
// same type it holds. Left out: columns with a type beside them (x_type, x_id), ids of other systems, and
// tables that outlive what they tell of (logs, audit, history, staging).
std::vector<ReferenceCandidate> reference_candidates(const Catalogue& catalogue);

}  // namespace assay::postgres

// PostgreSQL's DDL of a target schema, statement by statement, in an order that runs.
#pragma once

#include <string>
#include <vector>

#include "domain/migration/model/conversion.h"

namespace assay::migration {

std::vector<ConvertedStatement> write_statements(const target::Schema& schema);

// As one script: phases under headings, psql's or any other client's.
std::string script_of(const std::vector<ConvertedStatement>& statements, Phase from, Phase to);

}  // namespace assay::migration

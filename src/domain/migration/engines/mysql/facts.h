// What a dump's rows say about its columns: counted while the file is read, values are not kept.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "domain/migration/engines/mysql/casts.h"
#include "domain/migration/engines/mysql/model.h"

namespace assay::migration::mysql {

struct TableFacts {
    long long rows = 0;
    long long largest_number = 0;  // of the AUTO_INCREMENT column
    std::map<std::string, ColumnFacts, std::less<>> columns = {};  // by the names of the table's definition
};
using Facts = std::map<std::string, TableFacts, std::less<>>;  // by TableName::shown()

// Where each value of an INSERT belongs: indices of the table's columns, -1 for one that it has not. Columns that are
// computed are left out of an INSERT that names none, where its rows are that much shorter.
std::vector<int> columns_of_insert(const Table& table, const std::vector<std::string>& names, std::size_t values);

// Counts the rows of an INSERT.
void look_at_rows(std::string_view statement, const Table& table, TableFacts& facts);

}  // namespace assay::migration::mysql

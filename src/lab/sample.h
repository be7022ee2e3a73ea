// Sample: some rows of a live database, put into a copy of its schema in the lab.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "lab/lab.h"

namespace assay::lab {

struct SampleOptions {
    std::int64_t rows = 0;  // of each table, at most, besides those that other rows refer to
    std::function<bool()> stop = [] { return false; };
    std::function<void(std::string_view)> progress = [](std::string_view) {};
};

struct Sample {
    std::unique_ptr<Database> database;         // analysed; nobody is connected to it
    std::map<std::string, double> shares = {};  // of each table's rows that it holds, by name with schema, as SQL writes it
    std::vector<std::string> notes = {};        // what was read, and what could not be
};

// Reads in one snapshot and read only, page by page at random (TABLESAMPLE SYSTEM; small tables row by row), then the rows
// that foreign keys of what was read refer to. `schema` is the lab's copy of the live schema, with nobody connected. What the
// role may not select, and what the copy lacks, is left out and said. An Error: the session was lost.
Result<Sample> sample_rows(Database& schema, pg::Connection& live, const SampleOptions& options);

}  // namespace assay::lab

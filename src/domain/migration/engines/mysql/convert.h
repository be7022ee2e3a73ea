// From what a dump defines to what PostgreSQL is to make, with every loss named.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/migration/engines/mysql/facts.h"
#include "domain/migration/engines/mysql/model.h"
#include "domain/migration/engines/mysql/values.h"
#include "domain/migration/model/conversion.h"

namespace assay::migration::mysql {

struct Options {
    // How text that compares without case is kept: an index on lower() beside unique keys, not at all, as citext, or with
    // a collation of ICU's.
    enum class Case : unsigned char { lower, plain, citext, icu } text_case = Case::lower;
    bool lower_names = true;
};

// How the rows of a table travel.
struct ColumnRoute {
    std::string name;  // in PostgreSQL
    ValueShape shape;
    bool generated = false, auto_increment = false;
    bool has_default = false;          // that DEFAULT in a row can stand for
    std::optional<std::string> default_text = {};
};
struct TableRoute {
    const Table* source = nullptr;
    target::Name name;
    std::vector<ColumnRoute> columns;  // as the source's
};

struct Converted {
    target::Schema schema;
    std::vector<Loss> losses;
    std::vector<Unconverted> unconverted;
    std::vector<TableRoute> routes;  // as the dump's tables
};

// The routes refer to the dump.
Converted convert(const Dump& dump, const Facts& facts, const Options& options);

}  // namespace assay::migration::mysql

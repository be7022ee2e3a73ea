// MySQL's expressions and queries as PostgreSQL says them: checks, defaults, generated columns, views.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace assay::migration::mysql {

struct Scope {
    // The name in PostgreSQL of a table, column or alias, not quoted.
    std::function<std::string(std::string_view)> name = [](std::string_view each) { return std::string{each}; };
    // Whether a column of this name became boolean (in every table that has one).
    std::function<bool(std::string_view)> is_boolean = [](std::string_view) { return false; };
    // The schema of a database's objects: "" where none is said.
    std::function<std::string(std::string_view)> schema = [](std::string_view) { return std::string{}; };
    // Whether a name before a dot is a database.
    std::function<bool(std::string_view)> is_database = [](std::string_view) { return false; };
};

struct Translated {
    std::string sql;      // functions that are not known are passed on by name
    std::string problem;  // why there is no sql
};

Translated translate(std::string_view text, const Scope& scope);

}  // namespace assay::migration::mysql

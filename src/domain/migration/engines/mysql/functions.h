// MySQL's functions and what PostgreSQL says instead, as data.
#pragma once

#include <string_view>

namespace assay::migration::mysql {

struct Function {
    std::string_view name;      // lower case
    int arguments;              // -1: any number
    std::string_view pattern;   // $1, $2 are arguments, $* all of them; $?1 is the first as a condition
};

// nullptr: it has the same name in PostgreSQL, or none that is known.
const Function* find_function(std::string_view name, int arguments);

}  // namespace assay::migration::mysql

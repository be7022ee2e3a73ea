// Shape: a statement with its literals blanked, so that calls of one query are found to be one, fast.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay::query {

// Writes the normal form of statements: one blank between tokens or none, keywords and unquoted names in lower
// case, no comments, "$" for each literal and parameter, one element for the equal ones of an IN list, ARRAY[…]
// or VALUES list, "#" for two or more digits in the names of relations, cursors and savepoints (as libpg_query's
// fingerprint has it). Never fails: an unclosed quote ends with the text. Keeps its memory between calls.
class Shaper {
public:
    // A view that the next call overwrites.
    std::string_view normal_form(std::string_view statement);

private:
    class Pass;
    // A list whose equal elements are written once.
    struct Fold {
        bool on = false;
        bool folded = false;
        std::size_t element = 0;  // where the current one begins
        std::size_t first = 0;
        std::size_t first_end = 0;  // 0: the first has not ended
    };
    struct Frame {
        Fold list = {};  // the elements of this bracket
        Fold rows = {};  // the rows of a VALUES at this level
    };
    std::string out_;
    std::vector<Frame> frames_;
};

// Equal for statements of one normal form.
std::uint64_t shape_hash(std::string_view normal_form);

// For people: the literals of a normal form numbered $1, $2, …
std::string shown_form(std::string_view normal_form);
// The same for PostgreSQL's grammar, with digits again where "#" stands in a name.
std::string parsable_form(std::string_view normal_form);

// "select …" of "prepare p(int) as select …"; what is no PREPARE is returned as it is.
std::string_view prepared_statement(std::string_view statement);

}  // namespace assay::query

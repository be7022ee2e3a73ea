// Psql: what psql's own commands and variables do to a script, without running anything.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sql/replaced.h"
#include "sql/script.h"

namespace assay::sql {

// The variables and the open \if blocks of one script and of what it includes.
struct PsqlState {
    std::map<std::string, std::string, std::less<>> variables = {};

    struct Branch {
        bool active = false;  // statements of this branch run
        bool taken = false;   // this or an earlier branch of the block was true
        bool outer_active = false;
        bool at_else = false;
    };
    std::vector<Branch> branches = {};

    // Whether statements here are to be left out: inside a branch that is false.
    bool skipping() const { return !branches.empty() && !branches.back().active; }
};

enum class MetaKind : unsigned char {
    nothing,  // done, or of no consequence for a schema
    include,  // read another file here
    connect,  // would go to another database
    copy,     // \copy
    quit,     // the rest of the script is not run
    refused,  // would run a program, write a file, or run what a query returns
    broken,   // not a command of psql's, or used wrongly
};

enum class CopyEnd : unsigned char { file, inline_data, standard_output };

struct Meta {
    MetaKind kind = MetaKind::nothing;
    std::string command = {};       // without the backslash: "ir"
    std::string path = {};          // include: as written; copy: the file
    bool relative_to_file = false;  // \ir: to the including script's folder, else to the current one
    std::string reason = {};        // connect, refused, broken: in words
    std::string statement = {};     // copy: "COPY t (a, b) FROM STDIN WITH (format csv)"
    bool copy_from = false;
    CopyEnd copy_end = CopyEnd::file;  // inline_data: a piece of copy_data follows
};

// Takes a piece of kind meta. Variables and \if change the state; inside a false branch everything else
// is nothing.
Meta interpret(const Piece& piece, PsqlState& state);

// Puts variables in: :name, :'name', :"name", outside quotes, not in casts. What is not set stays as it is;
// its name is added to `unknown` where only a variable can be meant.
Replaced interpolate(std::string_view statement, const PsqlState& state, std::vector<std::string>& unknown);

}  // namespace assay::sql

// Script: a SQL file cut into statements, psql commands and COPY data, each with its position.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace assay::sql {

enum class PieceKind : unsigned char {
    statement,  // without its terminator
    meta,       // a psql command: a backslash to the end of the line or the next command
    copy_data,  // the lines below COPY … FROM stdin, without the line "\."
    broken,     // what could not be read as any of these; `problem` says why
};

struct Piece {
    PieceKind kind = PieceKind::statement;
    std::string_view text = {};        // into the input, from the first to the last significant byte
    std::string_view before = {};      // comments and blanks between the piece before and this one
    std::string_view terminator = {};  // ";", "\gexec", "\.", or empty
    std::size_t offset = 0;            // of text, in bytes from the start of the input
    int line = 1;                      // of text's first byte, from 1
    int column = 1;                    // in bytes, from 1
    std::string problem = {};          // broken: what is wrong, where it began, and what was skipped

    bool terminated() const { return !terminator.empty(); }
};

// Cuts a script as psql does: quotes, dollar quotes, nested comments, parentheses and BEGIN ATOMIC bodies
// hide semicolons. Linear in the size of the input; pieces are views into it. Empty statements are left
// out. An Error when the input is not text that a server would take: UTF-16, or a NUL byte.
// What is unterminated becomes a broken piece, and reading goes on at the next place where that is safe.
Result<std::vector<Piece>> split(std::string_view input, const std::string& file);

// The line and column of a byte of `text`, when text itself begins at `start`.
Location locate(std::string_view text, std::size_t offset, const Location& start);

}  // namespace assay::sql

// Reading: one statement's tree, text and tokens while its facts are gathered; internal to src/sql.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "sql/statement.h"
#include "sql/tokens.h"
#include "sql/tree.h"

namespace assay::sql {

struct Reading {
    std::string_view text;
    const Tree& tree;
    Statement& out;
    std::vector<Token> tokens;
    // Values of the tree that name what the statement makes; they are no mentions.
    std::unordered_set<std::uint32_t> own = {};

    // Names are looked for from here on; moves forward in statements that hold many.
    std::size_t search_from = 0;

    // Where a name without a position of its own first stands in the text, from `from` on; else `from`.
    std::size_t offset_of(std::string_view name, std::size_t from) const;
    std::size_t offset_of(std::string_view name) const { return offset_of(name, search_from); }
};

// The parts of a name, whatever node holds it: a string, a list, a type's or a function's name.
std::vector<std::string> parts_of(Node node);
Name name_of(const std::vector<std::string>& parts);
Name relation_name(Node range_var);

// Objects and roles of one statement: {tag: {…}}.
void read_objects(Reading& reading, Node wrapped);
void read_roles(Reading& reading, Node wrapped);

// Why a lab must not run it, and what only concerns more than one database, by the tree.
void judge(Reading& reading, Node wrapped);
// The same by tokens alone, for bodies of functions; what stands in strings counts, since a body may
// execute it. Empty when nothing dangerous was seen.
std::string refusal_of_text(std::string_view text);
// For statements that were not parsed: what stands in strings is data.
std::string refusal_of_unparsed(std::string_view text);

// Blanks CONCURRENTLY; nothing when the word is not there.
std::optional<std::string> without_concurrently(std::string_view text, const std::vector<Token>& tokens);

}  // namespace assay::sql

// Ruby: what a migration written in it calls, with which literals; no program is run, and what is computed is not known.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay::sql::ruby {

// A literal, or `code` for everything that only running the program would tell.
struct Value {
    enum class Kind : unsigned char { code, nil, boolean, number, text, symbol, list, pairs, lambda };
    Kind kind = Kind::code;
    std::string text = {};           // of a text or symbol: unescaped; of a lambda: the text literal in it; else as it stands
    std::size_t begin = 0, end = 0;  // of what stands between the quotes of a text, of the whole otherwise
    bool verbatim = false;           // a text that stands in the file as it is meant: no escapes, no indentation taken away
    bool is_computed = false;        // a text with #{…} in it
    std::vector<Value> items = {};
    std::vector<std::pair<std::string, Value>> pairs = {};

    bool is_text() const { return kind == Kind::text || kind == Kind::symbol; }
    bool is_true() const { return kind == Kind::boolean && text == "true"; }
    bool is_false() const { return kind == Kind::boolean && text == "false"; }
    const Value* find(std::string_view key) const;
};

// One statement: a call with its arguments and block. class, module, def, if and the like are calls too, of that name.
struct Call {
    std::string receiver = {};  // "t", "User.where", empty
    std::string name = {};
    std::vector<Value> arguments = {};
    Value options = {.kind = Value::Kind::pairs};  // those that are given by name, at the end
    std::string header = {};                       // of class and def: the rest of its line
    std::string block_parameter = {};
    std::vector<Call> block = {};
    bool has_block = false;
    std::size_t begin = 0, end = 0;

    // The text of the nth argument; empty when it is none.
    std::string_view text(std::size_t n) const { return n < arguments.size() && arguments[n].is_text() ? std::string_view{arguments[n].text} : std::string_view{}; }
    const Value* option(std::string_view key) const { return options.find(key); }
};

// Never fails: what cannot be read is `code`, or a call that is not known. Nesting beyond limits::ruby_depth ends the reading.
std::vector<Call> read(std::string_view program);

}  // namespace assay::sql::ruby

#include "sql/tree.h"

#include <pg_query.h>

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>

#include "core/utf8.h"
#include "sql/tokens.h"
#include "world/limits.h"

namespace assay::sql {

using std::size_t;
using std::string_view;

// Reads libpg_query's JSON into a flat list of values, without recursion. Keys and texts are moved to the front of the JSON's
// own bytes, which they never overtake, and copied from there once.
// Its protobuf output is not used: packing deeply nested messages takes time quadratic in their depth.
class TreeReader {
public:
    TreeReader(Tree& tree, char* json) : tree_{tree}, begin_{json}, at_{json}, out_{json} {}

    bool read() {
        tree_.values_.reserve(std::strlen(at_) / json_bytes_of_a_value);
        tree_.values_.resize(1);
        while (*at_ != '\0') {
            const char c = *at_;
            if (c == '{' || c == '[') {
                open();
            } else if (c == '}' || c == ']') {
                if (open_.empty()) return false;
                open_.pop_back();
                ++at_;
            } else if (c == ',' || c == ' ' || c == '\n') {
                ++at_;
            } else if (!scalar_or_key()) {
                return false;
            }
        }
        tree_.texts_.assign(begin_, out_);
        return open_.empty() && tree_.values_.size() > 1;
    }

private:
    static constexpr size_t json_bytes_of_a_value = 20;  // about

    struct Level {
        std::uint32_t value;
        std::uint32_t last_child;
    };
    struct Span {
        std::uint32_t begin = 0, bytes = 0;
    };

    std::uint32_t add() {
        const auto index = static_cast<std::uint32_t>(tree_.values_.size());
        Tree::Value value;
        value.key = key_.begin;
        value.key_bytes = std::exchange(key_, {}).bytes;
        if (!open_.empty()) {
            Level& level = open_.back();
            value.parent = level.value;
            if (level.last_child == 0)
                tree_.values_[level.value].first = index;
            else
                tree_.values_[level.last_child].next = index;
            level.last_child = index;
        }
        tree_.values_.push_back(value);
        return index;
    }

    void open() {
        const std::uint32_t index = add();
        open_.push_back({index, 0});
        ++at_;
    }

    bool scalar_or_key() {
        const bool quoted = *at_ == '"';
        char* const begin = out_;
        if (quoted) {
            if (!quoted_string()) return false;
        } else {
            while (*at_ != '\0' && *at_ != ',' && *at_ != '}' && *at_ != ']' && *at_ != ' ' && *at_ != '\n') *out_++ = *at_++;
        }
        const Span text{static_cast<std::uint32_t>(begin - begin_), static_cast<std::uint32_t>(out_ - begin)};
        if (quoted && *at_ == ':') {
            key_ = text;
            ++at_;
        } else {
            Tree::Value& value = tree_.values_[add()];
            value.text = text.begin;
            value.text_bytes = text.bytes;
        }
        return true;
    }

    bool quoted_string() {
        ++at_;
        while (*at_ != '"') {
            if (*at_ == '\0') return false;
            if (*at_ == '\\') {
                if (!escape()) return false;
            } else {
                *out_++ = *at_++;
            }
        }
        ++at_;
        return true;
    }

    // Control characters are the only ones that libpg_query writes as \u00XX.
    bool escape() {
        const char kind = *++at_;
        if (kind == '\0') return false;
        ++at_;
        switch (kind) {
            case 'n':
                *out_++ = '\n';
                return true;
            case 't':
                *out_++ = '\t';
                return true;
            case 'r':
                *out_++ = '\r';
                return true;
            case 'b':
                *out_++ = '\b';
                return true;
            case 'f':
                *out_++ = '\f';
                return true;
            case 'u':
                break;
            default:
                *out_++ = kind;
                return true;
        }
        unsigned code = 0;
        const auto [end, failed] = std::from_chars(at_, at_ + strnlen(at_, 4), code, 16);
        if (failed != std::errc{} || end != at_ + 4 || code > 0x7f) return false;
        at_ += 4;
        *out_++ = static_cast<char>(code);
        return true;
    }

    Tree& tree_;
    char* begin_;
    char* at_;
    char* out_;
    Span key_ = {};
    std::vector<Level> open_ = {};
};

namespace {

// The library counts characters from 1; a byte that continues a character is not counted.
size_t byte_offset(string_view text, int character) {
    int seen = 0;
    for (size_t i = 0; i < text.size(); ++i) {
        if (utf8::continues(text[i])) continue;
        if (++seen >= character) return i;
    }
    return text.size();
}

// The message quotes the token at fault, which may be a whole unclosed string.
constexpr size_t longest_message = 200;

SyntaxError syntax_error(string_view text, const PgQueryError& error) {
    std::string message = error.message ? error.message : "cannot be parsed";
    if (message.size() > longest_message) message = message.substr(0, utf8::boundary(message, longest_message)) + "…";
    return {std::move(message), error.cursorpos > 0 ? byte_offset(text, error.cursorpos) : 0};
}

}  // namespace

bool Tree::takes(string_view text) { return text.size() <= limits::statement_bytes && text.find('\0') == text.npos; }

tl::expected<Tree, SyntaxError> Tree::parse(const Parser&, string_view text) {
    if (text.size() > limits::statement_bytes)
        return tl::unexpected(SyntaxError{"a statement of " + std::to_string(text.size()) +
                                              " bytes is over the limit of " +
                                              std::to_string(limits::statement_bytes) + " and is not parsed",
                                          0});
    if (const size_t nul = text.find('\0'); nul != text.npos)
        return tl::unexpected(SyntaxError{"a NUL byte", nul});
    const std::string terminated{text};
    PgQueryParseResult result = pg_query_parse(terminated.c_str());
    if (result.error) {
        const SyntaxError error = syntax_error(text, *result.error);
        pg_query_free_parse_result(result);
        return tl::unexpected(error);
    }
    Tree tree;
    const bool read = result.parse_tree && TreeReader{tree, result.parse_tree}.read();
    pg_query_free_parse_result(result);
    if (!read) return tl::unexpected(SyntaxError{"the parser's output cannot be read", 0});
    tree.restore_negative_integers(text);
    return tree;
}

// libpg_query 15-4.0.0 leaves negative integers out of its JSON as if they were zero. A constant that is
// zero there and stands at a minus sign gets the number that follows the sign, as the text of "ival".
void Tree::restore_negative_integers(string_view text) {
    for (Value& value : values_) {
        if (value.first != 0 || value.text_bytes != 0 || key_of(value) != "ival") continue;
        const Node constant{this, value.parent};
        const size_t at = constant.offset();
        if (constant.key() != "A_Const" || at >= text.size() || text[at] != '-') continue;
        Lexer lexer{text, at + 1};
        Token token = lexer.next();
        while (token.kind != TokenKind::number && token.kind != TokenKind::end) token = lexer.next();
        value.text = static_cast<std::uint32_t>(texts_.size());
        texts_ += "-";
        texts_ += token.in(text);
        value.text_bytes = static_cast<std::uint32_t>(texts_.size()) - value.text;
    }
}

std::string constant_text(Node wrapped) {
    const Node constant = wrapped.as("A_Const");
    if (const Node string = constant["sval"]) return std::string{string["sval"].text()};
    if (const Node number = constant["fval"]) return std::string{number["fval"].text()};
    if (const Node boolean = constant["boolval"]) return boolean["boolval"].boolean() ? "true" : "false";
    const Node integer = constant["ival"];
    if (!integer.text().empty()) return std::string{integer.text()};
    return integer ? std::to_string(integer["ival"].integer()) : std::string{};
}

Node Node::operator[](string_view field) const {
    for (const Node child : *this)
        if (child.key() == field) return child;
    return {};
}

Node Node::inner() const {
    return exists() ? Node{tree_, tree_->values_[index_].first} : Node{};
}
string_view Node::tag() const {
    return inner().key();
}
Node Node::as(string_view tag) const {
    return inner().key() == tag ? inner() : Node{};
}
string_view Node::key() const {
    return exists() ? tree_->key_of(tree_->values_[index_]) : string_view{};
}
string_view Node::text() const {
    return exists() ? tree_->text_of(tree_->values_[index_]) : string_view{};
}
string_view Node::string() const {
    return as("String")["sval"].text();
}
Node Node::parent() const {
    return exists() ? Node{tree_, tree_->values_[index_].parent} : Node{};
}

std::int64_t Node::integer() const {
    std::int64_t value = 0;
    const string_view digits = text();
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

size_t Node::offset(string_view field) const {
    const std::int64_t value = (*this)[field].integer();
    return value > 0 ? static_cast<size_t>(value) : 0;
}

std::uint32_t Node::end_of_subtree() const {
    for (std::uint32_t i = index_; i != 0; i = tree_->values_[i].parent)
        if (const std::uint32_t next = tree_->values_[i].next; next != 0) return next;
    return exists() ? tree_->size() + 1 : 0;
}

Node::Iterator Node::begin() const {
    return {tree_, exists() ? tree_->values_[index_].first : 0};
}

Node::Iterator& Node::Iterator::operator++() {
    index_ = tree_->values_[index_].next;
    return *this;
}

int Node::size() const {
    int count = 0;
    for ([[maybe_unused]] const Node child : *this) ++count;
    return count;
}

}  // namespace assay::sql

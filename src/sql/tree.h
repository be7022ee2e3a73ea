// Tree: PostgreSQL's parse tree of one text, as libpg_query gives it (PostgreSQL 15's grammar).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sql/parser.h"
#include "sql/statement.h"

namespace assay::sql {

class Tree;

// A handle on one value of a tree: an object, a list or a scalar. Asking a value for what it lacks gives
// an absent one, so that paths can be written without checks: statement["relation"]["relname"].text().
// libpg_query leaves out fields that are zero, false or empty.
class Node {
public:
    Node() = default;
    Node(const Tree* tree, std::uint32_t index) : tree_{tree}, index_{index} {}

    bool exists() const { return index_ != 0; }
    explicit operator bool() const { return exists(); }
    Node operator[](std::string_view field) const;
    // Of a node that is wrapped in its tag, {"ColumnRef": {…}}: the tag, and what it holds.
    std::string_view tag() const;
    Node inner() const;
    // What it holds when the tag is this one, else an absent node.
    Node as(std::string_view tag) const;

    std::string_view key() const;
    std::string_view text() const;    // of a scalar
    std::string_view string() const;  // of {"String": {"sval": …}}
    std::int64_t integer() const;
    bool boolean() const { return text() == "true"; }
    std::size_t offset(std::string_view field = "location") const;  // 0 when it is not known
    std::uint32_t index() const { return index_; }
    Node parent() const;
    // Everything below this value has an index from index() + 1 up to, not including, this.
    std::uint32_t end_of_subtree() const;
    // Calls `found` with what is held by each node of this tag below this value (and with this value).
    template <class Found>
    void each(std::string_view tag, Found found) const;

    class Iterator {
    public:
        Iterator(const Tree* tree, std::uint32_t index) : tree_{tree}, index_{index} {}
        Node operator*() const { return {tree_, index_}; }
        Iterator& operator++();
        bool operator!=(const Iterator& other) const { return index_ != other.index_; }

    private:
        const Tree* tree_;
        std::uint32_t index_;
    };
    // The values of a list, or the fields of an object.
    Iterator begin() const;
    Iterator end() const { return {tree_, 0}; }
    int size() const;

private:
    const Tree* tree_ = nullptr;
    std::uint32_t index_ = 0;
};

class Tree {
public:
    // At most limits::statement_bytes, and no NUL byte.
    static bool takes(std::string_view text);
    // Of a text that it does not take the error says why.
    static tl::expected<Tree, SyntaxError> parse(const Parser& parser, std::string_view text);

    // {"stmts": [{"stmt": {tag: {…}}}, …]}
    Node root() const { return {this, 1}; }
    Node at(std::uint32_t index) const { return {this, index}; }
    // All values, in the order of the text, are 1 to size().
    std::uint32_t size() const { return static_cast<std::uint32_t>(values_.size() - 1); }

    Tree(Tree&&) noexcept = default;
    Tree& operator=(Tree&&) noexcept = delete;

private:
    friend class Node;
    friend class TreeReader;
    // Where its key and text stand in texts_: the trees of a thousand files have half a million values.
    struct Value {
        std::uint32_t key = 0, key_bytes = 0;
        std::uint32_t text = 0, text_bytes = 0;
        std::uint32_t parent = 0;
        std::uint32_t first = 0;
        std::uint32_t next = 0;
    };
    Tree() = default;
    void restore_negative_integers(std::string_view text);
    std::string_view key_of(const Value& value) const { return {texts_.data() + value.key, value.key_bytes}; }
    std::string_view text_of(const Value& value) const { return {texts_.data() + value.text, value.text_bytes}; }

    std::string texts_ = {};  // all keys and texts, one behind the other
    std::vector<Value> values_ = {};
};

// The text of {"A_Const": …}: a number, a string without quotes, true, false; empty for NULL and for others.
std::string constant_text(Node wrapped);

template <class Found>
void Node::each(std::string_view tag, Found found) const {
    if (!exists()) return;
    const std::uint32_t last = end_of_subtree();
    for (std::uint32_t i = index_; i < last; ++i)
        if (const Node node{tree_, i}; node.key() == tag) found(node);
}

}  // namespace assay::sql

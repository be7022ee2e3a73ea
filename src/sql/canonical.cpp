#include "sql/canonical.h"

#include <array>

#include "sql/tree.h"

namespace assay::sql {

namespace {

bool is_place(std::string_view key) { return key == "location" || key == "stmt_location" || key == "stmt_len" || key == "list_start" || key == "list_end"; }

void write(Node node, std::string& out);

// The fields of an object or the values of a list.
void write_parts(Node node, std::string& out, std::string_view without = {}) {
    out += '(';
    for (const Node part : node)
        if (!is_place(part.key()) && (without.empty() || part.key() != without)) write(part, out);
    out += ')';
}

void write_cast(Node value, Node type, std::string& out, std::string_view without = {}) {
    out += "cast(";
    write_parts(value, out);
    write_parts(type, out, without);
    out += ')';
}

// A cast of an array's text form is one of each of its elements.
void write_array_cast(Node array, Node type, std::string& out) {
    out += "array(";
    for (const Node element : array["elements"]) {
        out += '(';
        write_cast(element, type, out, "arrayBounds");
        out += ')';
    }
    out += ')';
}

void write(Node node, std::string& out) {
    if (node.key() == "TypeCast") {
        const Node value = node["arg"], type = node["typeName"];
        const Node array = value.as("A_ArrayExpr");
        return array && type["arrayBounds"] ? write_array_cast(array, type, out) : write_cast(value, type, out);
    }
    if (node.key() == "A_ArrayExpr") {
        out += "array";
        return write_parts(node["elements"], out);
    }
    out += node.key();
    if (node.size() > 0) return write_parts(node, out);
    out += '=';
    out += node.text();
    out += ';';
}

}  // namespace

std::string canonical(const Parser& parser, std::string_view text) {
    constexpr std::array<std::string_view, 3> before{"", "SELECT ", "ALTER TABLE t ADD "};
    for (const auto start : before) {
        const std::string whole = std::string{start}.append(text);
        if (!Tree::takes(whole)) return {};
        const auto tree = Tree::parse(parser, whole);
        if (!tree) continue;
        std::string out;
        write(tree->root(), out);
        return out;
    }
    return {};
}

}  // namespace assay::sql

// Arguments that become part of a statement which PL/pgSQL executes: followed from names, through variables, to EXECUTE.
#include <algorithm>
#include <map>
#include <set>

#include "core/text.h"
#include "domain/postgres/map/body.h"
#include "sql/tree.h"

namespace assay::postgres {

namespace {

using sql::Node;
using Names = std::set<std::string, std::less<>>;

struct Argument {
    std::string name;  // empty when it has none
    std::string type;
};

// "sort_by text, VARIADIC wanted text[]" beside "text, text[]".
std::vector<Argument> arguments_of(std::string_view identity, std::string_view types) {
    std::vector<Argument> arguments;
    const auto kinds = types.empty() ? std::vector<std::string_view>{} : split(types, ',');
    const auto texts = identity.empty() ? std::vector<std::string_view>{} : split(identity, ',');
    if (kinds.size() != texts.size()) return arguments;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const std::string type{trimmed(kinds[i])};
        std::string text{trimmed(texts[i])};
        for (const auto* mode : {"VARIADIC ", "INOUT ", "IN "})
            if (starts_with(text, mode)) text = text.substr(std::string_view{mode}.size());
        if (ends_with(text, type)) text.resize(text.size() - type.size());
        arguments.push_back({sql::identifier_name(trimmed(text)), type});
    }
    return arguments;
}

bool is_text(std::string_view type) {
    for (const auto* name : {"text", "character varying", "character", "citext", "json", "jsonb", "text[]", "character varying[]"})
        if (type == name || ends_with(type, std::string{"."} + name)) return true;
    return false;
}

// Functions that give back what they were given, in one form or another.
bool passes_text_on(std::string_view name) {
    for (const auto* known : {"lower", "upper", "trim", "btrim", "ltrim", "rtrim", "concat", "concat_ws", "replace", "substr", "substring",
                              "left", "right", "array_to_string", "string_agg", "initcap", "regexp_replace", "translate"})
        if (name == known) return true;
    return false;
}

class Taint {
public:
    explicit Taint(std::string function) : function_{std::move(function)} {}
    void add(const std::string& name, const std::string& argument) { from_.emplace(name, argument); }
    bool holds(const std::string& name) const { return from_.count(name) != 0; }
    const std::string& argument(const std::string& name) const { return from_.at(name); }

    // The arguments that reach this expression's text as they are.
    void collect(Node node, Names& found) const {
        if (const Node column = node.as("ColumnRef")) return collect_name(column, found);
        if (const Node parameter = node.as("ParamRef")) return collect_one("$" + std::to_string(parameter["number"].integer()), found);
        if (const Node cast = node.as("TypeCast")) {
            if (is_plain(cast["typeName"])) collect(cast["arg"], found);
            return;
        }
        if (const Node call = node.as("FuncCall")) return collect_call(call, found);
        if (const Node expression = node.as("A_Expr")) {
            const auto name = last(expression["name"]);
            if (name != "||" && name != "->>" && name != "->" && name != "#>>") return;
            collect(expression["lexpr"], found);
            if (name == "||") collect(expression["rexpr"], found);
            return;
        }
        if (const Node choice = node.as("CaseExpr")) {
            for (const Node when : choice["args"]) collect(when.as("CaseWhen")["result"], found);
            return collect(choice["defresult"], found);
        }
        if (const Node list = node.as("CoalesceExpr"))
            for (const Node part : list["args"]) collect(part, found);
        if (const Node indirection = node.as("A_Indirection")) collect(indirection["arg"], found);
    }

private:
    static std::string last(Node list) {
        std::string name;
        for (const Node part : list) name = part.string();
        return name;
    }
    static bool is_plain(Node type) {
        const auto name = last(type["names"]);
        return name == "text" || name == "varchar" || name == "bpchar" || name == "json" || name == "jsonb";
    }
    void collect_one(const std::string& name, Names& found) const {
        if (const auto at = from_.find(name); at != from_.end()) found.insert(at->second);
    }
    void collect_name(Node column, Names& found) const {
        std::vector<std::string> parts;
        for (const Node part : column["fields"]) parts.emplace_back(part.string());
        if (parts.size() == 1 || (parts.size() == 2 && parts[0] == function_)) collect_one(parts.back(), found);
    }
    void collect_call(Node call, Names& found) const {
        const auto name = last(call["funcname"]);
        std::vector<Node> arguments;
        for (const Node argument : call["args"]) arguments.push_back(argument);
        if (name == "format" && !arguments.empty()) return collect_format(arguments, found);
        if (passes_text_on(name))
            for (const Node argument : arguments) collect(argument, found);
    }
    // %s takes its argument as it is; %I and %L quote it. "%2$s" counts from 1.
    void collect_format(const std::vector<Node>& arguments, Names& found) const {
        const auto pattern = sql::constant_text(arguments[0]);
        if (!arguments[0].as("A_Const")) return collect(arguments[0], found);
        std::size_t next = 1;
        for (std::size_t i = 0; i + 1 < pattern.size(); ++i) {
            if (pattern[i] != '%') continue;
            ++i;
            std::size_t number = 0;
            bool digits = false;
            std::size_t at = i;
            for (; at < pattern.size() && pattern[at] >= '0' && pattern[at] <= '9'; ++at, digits = true)
                number = number * 10 + static_cast<std::size_t>(pattern[at] - '0');
            const bool positional = digits && at < pattern.size() && pattern[at] == '$';
            if (positional) i = at + 1;
            while (i < pattern.size() && (pattern[i] == '-' || (pattern[i] >= '0' && pattern[i] <= '9'))) ++i;
            if (i >= pattern.size() || pattern[i] == '%') continue;
            const auto which = positional ? number : next;
            next = which + 1;
            if (pattern[i] == 's' && which < arguments.size()) collect(arguments[which], found);
        }
    }

    std::string function_;
    std::map<std::string, std::string> from_ = {};  // a variable or argument, and the argument that reaches it
};

// From token `begin` to the end of the expression: a semicolon, or one of these words outside parentheses.
std::size_t end_of_expression(const Body& body, std::size_t begin) {
    int depth = 0;
    for (std::size_t i = begin; i < body.tokens.size(); ++i) {
        const auto token = body.at(i);
        if (token == "(" || token == "[") ++depth;
        if (token == ")" || token == "]") --depth;
        if (token == ";" || depth < 0) return i;
        if (depth == 0 && (body.is(i, "into") || body.is(i, "using") || body.is(i, "loop"))) return i;
    }
    return body.tokens.size();
}

Names reaching(const Body& body, std::size_t begin, std::size_t end, const Taint& taint, const sql::Parser& parser) {
    Names found;
    if (begin >= end || end > body.tokens.size()) return found;
    const auto from = body.tokens[begin].begin, to = body.tokens[end - 1].end;
    const auto tree = sql::Tree::parse(parser, "SELECT " + body.text.substr(from, to - from));
    if (!tree) return found;
    for (const Node statement : tree->root()["stmts"])
        for (const Node target : statement["stmt"].as("SelectStmt")["targetList"]) taint.collect(target.as("ResTarget")["val"], found);
    return found;
}

// v := expression; also in DECLARE v text := expression.
void follow_assignments(const Body& body, Taint& taint, const sql::Parser& parser) {
    for (int pass = 0; pass < 3; ++pass)
        for (std::size_t i = 1; i + 1 < body.tokens.size(); ++i) {
            if (body.at(i) != ":=" && !(body.at(i) == "=" && body.at(i - 1) != ")" && i >= 2 &&
                                        (body.at(i - 2) == ";" || body.is(i - 2, "begin") || body.is(i - 2, "then") || body.is(i - 2, "else"))))
                continue;
            std::size_t name = i - 1;
            // A declaration: the name stands after the semicolon or DECLARE before the type.
            for (std::size_t back = i; back-- > 0 && i - back < 8;)
                if (body.at(back) == ";" || body.is(back, "declare") || body.is(back, "begin") || body.is(back, "then") ||
                    body.is(back, "else") || body.is(back, "loop")) {
                    name = back + 1;
                    break;
                }
            if (!body.is_name(name)) continue;
            const auto found = reaching(body, i + 1, end_of_expression(body, i + 1), taint, parser);
            if (!found.empty()) taint.add(sql::identifier_name(body.at(name)), *found.begin());
        }
}

// Compared with a list or a pattern, or turned into a name that exists: whoever wrote that knew of the danger.
bool is_checked(const Body& body, const Names& names) {
    for (std::size_t i = 0; i < body.tokens.size(); ++i) {
        if (!body.is_name(i) || names.count(sql::identifier_name(body.at(i))) == 0) continue;
        std::size_t next = i + 1;
        while (body.at(next) == ")") ++next;
        if (body.is(next, "in") || (body.is(next, "not") && body.is(next + 1, "in")) || body.is(next, "similar")) return true;
        const auto after = body.at(next);
        if (after == "~" || after == "!~" || after == "~*" || after == "!~*") return true;
        if (after == "=" && (body.is(next + 1, "any") || body.at(next + 1).substr(0, 1) == "'")) return true;
        if (after == "<>" && (body.is(next + 1, "all") || body.at(next + 1).substr(0, 1) == "'")) return true;
        if (after == "::" && body.at(next + 1).substr(0, 3) == "reg") return true;
        if (i > 0 && body.is(i - 1, "case")) return true;
        if (i > 1 && body.at(i - 1) == "(" && (starts_with(body.at(i - 2), "to_reg") || starts_with(body.at(i - 2), "regexp_match"))) return true;
        // SELECT … WHERE table_name = argument: looked up in a catalogue or a table.
        if (i > 1 && body.at(i - 1) == "=" && body.is_name(i - 2)) return true;
    }
    return false;
}

}  // namespace

void write_dynamic_sql(const Body& body, std::string_view identity, std::string_view types, std::int64_t database_id,
                       const sql::Parser& parser, MapStatement& insert) {
    const auto arguments = arguments_of(identity, types);
    Taint taint{body.name};
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (!is_text(arguments[i].type)) continue;
        const auto number = "$" + std::to_string(i + 1);
        const auto& name = arguments[i].name.empty() ? number : arguments[i].name;
        taint.add(number, name);
        taint.add(name, name);
    }
    follow_assignments(body, taint, parser);
    for (std::size_t i = 0; i + 1 < body.tokens.size(); ++i) {
        if (!body.is(i, "execute") || body.is(i + 1, "function") || body.is(i + 1, "procedure")) continue;
        for (const auto& argument : reaching(body, i + 1, end_of_expression(body, i + 1), taint, parser)) {
            insert.bind(1, body.id);
            insert.bind(2, database_id);
            insert.bind(3, std::string_view{argument});
            const auto line = 1 + std::count(body.text.begin(), body.text.begin() + static_cast<std::ptrdiff_t>(body.tokens[i].begin), '\n');
            insert.bind(4, std::int64_t{line});
            insert.bind(5, std::int64_t{is_checked(body, {argument})});
            insert.step();
            insert.reset();
        }
    }
}

}  // namespace assay::postgres

#include "sql/expression.h"

#include <algorithm>
#include <array>
#include <utility>

#include "sql/facts.h"
#include "sql/term.h"
#include "sql/tree.h"

namespace assay::sql {

using std::size_t;
using std::string;
using std::string_view;

namespace {

constexpr string_view prefix = "SELECT ";
constexpr int deepest_tree = 1500;  // levels of the parser's output, some four to an operator
constexpr size_t longest_expression = 1u << 16;

// May give another value each time; now() and its like are constant within a statement.
bool is_volatile_function(string_view name) {
    constexpr std::array<string_view, 12> known{
        "random",          "clock_timestamp",  "timeofday",        "nextval", "currval", "setval",
        "gen_random_uuid", "uuid_generate_v1", "uuid_generate_v4", "uuidv4",  "uuidv7",  "setseed"};
    return std::find(known.begin(), known.end(), name) != known.end();
}

string identifier(string_view name) {
    const bool plain = !name.empty() && starts_identifier(name[0]) &&
                       std::all_of(name.begin(), name.end(),
                                   [](char c) { return continues_identifier(c) && !(c >= 'A' && c <= 'Z'); });
    if (plain) return string{name};
    string out = "\"";
    for (const char c : name) {
        if (c == '"') out += c;
        out += c;
    }
    return out + "\"";
}

string dotted(const std::vector<string>& parts) {
    string out;
    for (const string& part : parts) out += (out.empty() ? "" : ".") + identifier(part);
    return out;
}

// Names of functions, types and operators: pg_catalog goes without saying.
string catalogue_name(const std::vector<string>& parts) {
    if (parts.size() == 2 && parts[0] == "pg_catalog") return identifier(parts[1]);
    return dotted(parts);
}

string column_name(Node column) {
    std::vector<string> parts = parts_of(column["fields"]);
    string name = dotted(parts);
    for (const Node field : column["fields"])
        if (field.tag() == "A_Star") name += name.empty() ? "*" : ".*";
    return name;
}

string value_function_name(Node function) {
    string_view name = function["op"].text();
    if (name.starts_with("SVFOP_")) name.remove_prefix(6);
    if (name.ends_with("_N")) name.remove_suffix(2);
    return identifier_name(name);
}

string type_name(Node type) {
    string name = catalogue_name(parts_of(type["names"]));
    string modifiers;
    for (const Node modifier : type["typmods"])
        modifiers += (modifiers.empty() ? "" : ",") + constant_text(modifier);
    if (!modifiers.empty()) name += "(" + modifiers + ")";
    for (int i = 0; i < type["arrayBounds"].size(); ++i) name += "[]";
    return name;
}

// Everything that a node holds but positions: equal texts, equal nodes.
void serialize(Node node, string& out) {
    out += node.key();
    if (!node.inner()) {
        out += '=';
        out += node.text();
        return;
    }
    out += '{';
    for (const Node child : node) {
        if (child.key() == "location") continue;
        serialize(child, out);
        out += ' ';
    }
    out += '}';
}

class Builder {
public:
    explicit Builder(string_view text) : text_{text} {}

    Term build(Node wrapped) {
        const string_view tag = wrapped.tag();
        const Node node = wrapped.inner();
        if (tag == "ColumnRef") return make_term(TermKind::column, column_name(node));
        if (tag == "A_Const") return constant(wrapped);
        if (tag == "TypeCast") return cast(node);
        if (tag == "A_Expr") return operation(wrapped, node);
        if (tag == "BoolExpr") return logic(node);
        if (tag == "NullTest") return null_test(node);
        if (tag == "BooleanTest") return boolean_test(node);
        if (tag == "FuncCall") return call(wrapped, node);
        if (tag == "SQLValueFunction") return make_term(TermKind::call, value_function_name(node));
        if (tag == "CoalesceExpr") return make_term(TermKind::call, "coalesce", list(node["args"]));
        if (tag == "MinMaxExpr")
            return make_term(TermKind::call, node["op"].text() == "IS_LEAST" ? "least" : "greatest",
                             list(node["args"]));
        if (tag == "A_ArrayExpr") return make_term(TermKind::array, {}, list(node["elements"]));
        return opaque(wrapped);
    }

private:
    std::vector<Term> list(Node nodes) {
        std::vector<Term> terms;
        for (const Node each : nodes) terms.push_back(build(each));
        return terms;
    }

    static Term constant(Node wrapped) {
        const Node node = wrapped.inner();
        if (node["isnull"].boolean()) return make_term(TermKind::null, {});
        if (node["boolval"]) return make_boolean(constant_text(wrapped) == "true");
        if (node["bsval"]) return make_term(TermKind::typed, string{node["bsval"]["bsval"].text()} + "::bit");
        return make_term(node["sval"] ? TermKind::string : TermKind::number, constant_text(wrapped));
    }

    Term cast(Node node) { return make_cast(build(node["arg"]), type_name(node["typeName"])); }

    Term logic(Node node) {
        std::vector<Term> parts = list(node["args"]);
        const string_view kind = node["boolop"].text();
        if (kind == "AND_EXPR") return make_and(std::move(parts));
        if (kind == "OR_EXPR") return make_or(std::move(parts));
        return make_not(std::move(parts[0]));
    }

    Term null_test(Node node) {
        std::vector<Term> parts;
        parts.push_back(build(node["arg"]));
        const bool is_null = node["nulltesttype"].text() == "IS_NULL";
        if (parts[0].kind == TermKind::null) return make_boolean(is_null);
        if (parts[0].is_constant()) return make_boolean(!is_null);
        return make_term(is_null ? TermKind::is_null : TermKind::is_not_null, {}, std::move(parts));
    }

    Term boolean_test(Node node) {
        std::vector<Term> parts;
        parts.push_back(build(node["arg"]));
        string test{node["booltesttype"].text()};
        std::replace(test.begin(), test.end(), '_', ' ');
        return make_term(TermKind::boolean_test, std::move(test), std::move(parts));
    }

    Term call(Node wrapped, Node node) {
        for (const string_view special : {"agg_order", "agg_filter", "over", "agg_within_group", "agg_star",
                                          "agg_distinct", "func_variadic"})
            if (node[special]) return opaque(wrapped);
        Term term = make_term(TermKind::call, catalogue_name(parts_of(node["funcname"])), list(node["args"]));
        term.is_volatile = term.is_volatile || is_volatile_function(name_of(parts_of(node["funcname"])).name);
        return term;
    }

    static string operator_name(Node node) {
        const auto parts = parts_of(node["name"]);
        if (parts.size() > 1 && parts[0] != "pg_catalog")
            return "OPERATOR(" + parts[0] + "." + parts.back() + ")";
        return parts.empty() ? string{} : parts.back();
    }

    Term binary(string name, Term left, Term right) {
        std::vector<Term> operands;
        operands.push_back(std::move(left));
        operands.push_back(std::move(right));
        return make_operation(std::move(name), std::move(operands));
    }

    Term operation(Node wrapped, Node node) {
        const string_view kind = node["kind"].text();
        const string name = operator_name(node);
        if (kind == "AEXPR_OP" && !node["lexpr"]) {
            std::vector<Term> operand;
            operand.push_back(build(node["rexpr"]));
            return make_operation(name, std::move(operand));
        }
        if (kind == "AEXPR_OP" || kind == "AEXPR_LIKE" || kind == "AEXPR_ILIKE" || kind == "AEXPR_SIMILAR")
            return binary(name, build(node["lexpr"]), build(node["rexpr"]));
        if (kind == "AEXPR_IN")
            return in_list(name == "=", build(node["lexpr"]), list(node["rexpr"].as("List")["items"]));
        if (kind == "AEXPR_OP_ANY" || kind == "AEXPR_OP_ALL")
            return quantified(name, kind == "AEXPR_OP_ANY", build(node["lexpr"]), build(node["rexpr"]));
        if (kind.find("BETWEEN") != kind.npos) return between(wrapped, node, kind);
        if (kind == "AEXPR_DISTINCT") return make_term(TermKind::operation, "IS DISTINCT FROM", both(node));
        if (kind == "AEXPR_NOT_DISTINCT")
            return make_term(TermKind::operation, "IS NOT DISTINCT FROM", both(node));
        if (kind == "AEXPR_NULLIF") return make_term(TermKind::call, "nullif", both(node));
        return opaque(wrapped);
    }

    std::vector<Term> both(Node node) {
        std::vector<Term> operands;
        operands.push_back(build(node["lexpr"]));
        operands.push_back(build(node["rexpr"]));
        return operands;
    }

    // NULL in a list never makes IN true, but keeps NOT IN from ever being true.
    Term in_list(bool positive, Term value, std::vector<Term> items) {
        const bool constants =
            std::all_of(items.begin(), items.end(), [](const Term& item) { return item.is_constant(); });
        if (positive && constants && !items.empty()) return make_member(std::move(value), std::move(items));
        std::vector<Term> parts;
        for (Term& item : items) parts.push_back(binary(positive ? "=" : "<>", value, std::move(item)));
        return positive ? make_or(std::move(parts)) : make_and(std::move(parts));
    }

    Term quantified(const string& name, bool any, Term value, Term values) {
        const bool listed = values.kind == TermKind::array && !values.parts.empty();
        if (listed && any && name == "=") return in_list(true, std::move(value), std::move(values.parts));
        if (listed && !any && name == "<>") return in_list(false, std::move(value), std::move(values.parts));
        std::vector<Term> operands;
        operands.push_back(std::move(value));
        operands.push_back(std::move(values));
        return make_term(TermKind::operation, name + (any ? " ANY" : " ALL"), std::move(operands));
    }

    Term between(Node wrapped, Node node, string_view kind) {
        std::vector<Term> ends = list(node["rexpr"].as("List")["items"]);
        if (ends.size() != 2 || kind.find("SYM") != kind.npos) return opaque(wrapped);
        const Term value = build(node["lexpr"]);
        std::vector<Term> parts;
        parts.push_back(binary(">=", value, std::move(ends[0])));
        parts.push_back(binary("<=", value, std::move(ends[1])));
        Term inside = make_and(std::move(parts));
        return kind == "AEXPR_NOT_BETWEEN" ? make_not(std::move(inside)) : inside;
    }

    // What this algebra does not look into: a sub-select by its own words, all else by its structure.
    Term opaque(Node wrapped) {
        string text;
        if (wrapped.tag() == "SubLink") text = subselect_text(wrapped.inner());
        if (text.empty()) serialize(wrapped.inner(), text);
        Term term = make_term(TermKind::other, std::move(text));
        wrapped.each("FuncCall", [&](Node inner) {
            term.is_volatile =
                term.is_volatile || is_volatile_function(name_of(parts_of(inner["funcname"])).name);
        });
        return term;
    }

    string subselect_text(Node link) {
        const string_view kind = link["subLinkType"].text();
        string text = kind == "EXISTS_SUBLINK" ? "EXISTS" : kind == "ARRAY_SUBLINK" ? "ARRAY" : "";
        if (text.empty() && kind != "EXPR_SUBLINK") return {};
        Lexer lexer{text_, link.offset()};
        Token token = lexer.next();
        while (token.kind != TokenKind::end && token.in(text_) != "(") token = lexer.next();
        int depth = 0;
        for (; token.kind != TokenKind::end; token = lexer.next()) {
            const string_view here = token.in(text_);
            if (token.kind == TokenKind::comment) continue;
            if (!text.empty()) text += ' ';
            text += token.kind == TokenKind::word ? identifier_name(here) : string{here};
            if (here == "(") ++depth;
            if (here == ")" && --depth == 0) break;
        }
        return text;
    }

    string_view text_;
};

// Whether any chain of values is deeper than what ordinary stacks can take.
bool too_deep(const Tree& tree) {
    std::vector<int> depth(tree.size() + 1, 0);
    for (std::uint32_t i = 1; i <= tree.size(); ++i) {
        depth[i] = depth[tree.at(i).parent().index()] + 1;
        if (depth[i] > deepest_tree) return true;
    }
    return false;
}

// The index of the innermost sub-select around a node; 0 when there is none.
std::uint32_t subselect_around(Node node) {
    for (Node at = node; at; at = at.parent())
        if (at.key() == "subselect") return at.index();
    return 0;
}

ExpressionCall read_call(Node call, Name name) {
    ExpressionCall found;
    found.schema = std::move(name.schema);
    found.name = std::move(name.name);
    found.offset = call.offset() >= prefix.size() ? call.offset() - prefix.size() : 0;
    call.each("ColumnRef", [&](Node) { found.has_columns = true; });
    found.subselect = subselect_around(call);
    found.in_subselect = found.subselect != 0;
    return found;
}

}  // namespace

Expression::Expression() = default;
Expression::Expression(const Expression& other)
    : term_{std::make_unique<Term>(*other.term_)}, columns_{other.columns_}, calls_{other.calls_} {}
Expression& Expression::operator=(const Expression& other) {
    return *this = Expression{other};
}
Expression::Expression(Expression&&) noexcept = default;
Expression& Expression::operator=(Expression&&) noexcept = default;
Expression::~Expression() = default;

Result<Expression> Expression::parse(const Parser& parser, string_view text) {
    if (text.size() > longest_expression)
        return fail("an expression of " + std::to_string(text.size()) + " bytes is over the limit of " +
                    std::to_string(longest_expression));
    const string statement = string{prefix} + string{text};
    const auto tree = Tree::parse(parser, statement);
    if (!tree) return fail("not an expression: " + tree.error().message);
    const Node statements = tree->root()["stmts"];
    const Node select = (*statements.begin())["stmt"].as("SelectStmt");
    const Node targets = select["targetList"];
    const Node target = (*targets.begin()).as("ResTarget");
    for (const Node field : select)
        if (field.key() != "targetList" && field.key() != "limitOption" && field.key() != "op")
            return fail("not one expression: it has a clause of SELECT");
    if (statements.size() != 1 || targets.size() != 1 || !target["val"] || target["name"])
        return fail("not one expression");
    if (too_deep(*tree)) return fail("an expression that is nested too deep");

    Expression expression;
    expression.term_ = std::make_unique<Term>(Builder{statement}.build(target["val"]));
    for (std::uint32_t i = target.index(); i < target.end_of_subtree(); ++i) {
        const Node node = tree->at(i);
        if (node.key() == "ColumnRef") {
            string name = column_name(node);
            auto& columns = expression.columns_;
            if (std::find(columns.begin(), columns.end(), name) == columns.end())
                columns.push_back(std::move(name));
        } else if (node.key() == "FuncCall") {
            expression.calls_.push_back(read_call(node, name_of(parts_of(node["funcname"]))));
        } else if (node.key() == "SQLValueFunction") {
            expression.calls_.push_back(read_call(node, {{}, value_function_name(node)}));
        }
    }
    return expression;
}

string Expression::normal_form() const {
    return term_->form;
}

std::vector<string> Expression::conjuncts() const {
    if (term_->kind != TermKind::conjunction) return {term_->form};
    std::vector<string> forms;
    for (const Term& part : term_->parts) forms.push_back(part.form);
    return forms;
}

}  // namespace assay::sql

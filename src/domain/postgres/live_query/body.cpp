#include "domain/postgres/live_query/body.h"

#include <fmt/core.h>

#include <algorithm>

#include "domain/postgres/live_query/statement.h"
#include "sql/parser.h"
#include "sql/tokens.h"
#include "sql/tree.h"

namespace assay::postgres::live {

namespace {

// anyelement, anyarray, anynonarray and their like; the server's own functions of these mean text.
bool differs_from_call_to_call(Oid type) {
    constexpr Oid kinds[]{2276, 2277, 2283, 2776, 3500, 3831, 4537, 4538, 5077, 5078, 5079, 5080, 2249};
    return std::find(std::begin(kinds), std::end(kinds), type) != std::end(kinds);
}

Result<std::vector<Oid>> parameter_types(const Function& function) {
    constexpr Oid text = 25, texts = 1009, any_array = 2277;
    auto types = function.argument_types;
    for (Oid& type : types) {
        if (!differs_from_call_to_call(type)) continue;
        if (function.id >= first_of_users) return fail("what it does depends on the types of its arguments");
        type = type == any_array ? texts : text;
    }
    return types;
}

struct Replacement {
    std::size_t begin;
    std::string text;
};

// Where the body names an argument: a column of that name would hide it, so that this is only told where there are none.
Result<std::vector<Replacement>> arguments_in(const sql::Tree& tree, const Function& function) {
    std::vector<Replacement> found;
    const auto& names = function.argument_names;
    bool is_clear = true;
    tree.root().each("ColumnRef", [&](sql::Node column) {
        std::vector<std::string> parts;
        for (const auto field : column["fields"]) parts.emplace_back(field.string());
        if (parts.size() == 2 && parts.front() == function.name) parts.erase(parts.begin());
        for (const auto& part : parts) {
            const auto name = std::find(names.begin(), names.end(), part);
            if (part.empty() || name == names.end()) continue;
            is_clear = is_clear && parts.size() == 1;
            found.push_back({column.offset(), fmt::format("${}", name - names.begin() + 1)});
        }
    });
    tree.root().each("fromClause", [&](sql::Node) { is_clear = is_clear && found.empty(); });
    if (!is_clear) return fail("its arguments have names, which could be columns' as well");
    return found;
}

// A name ends where its dots and parts do.
std::size_t end_of_name(const std::string& text, std::size_t begin) {
    sql::Lexer lexer{text, begin};
    auto end = lexer.next().end;
    while (lexer.next().in(text) == ".") end = lexer.next().end;
    return end;
}

std::string with_parameters(const std::string& body, std::vector<Replacement> replacements) {
    std::sort(replacements.begin(), replacements.end(), [](const auto& a, const auto& b) { return a.begin > b.begin; });
    std::string text = body;
    for (const auto& each : replacements) text.replace(each.begin, end_of_name(body, each.begin) - each.begin, each.text);
    return text;
}

Result<BodyQuery> query_of(const sql::Parser& parser, const Function& function) {
    const auto tree = sql::Tree::parse(parser, function.source);
    if (!tree) return fail("its body cannot be parsed");
    const auto statements = tree->root()["stmts"];
    if (statements.size() != 1 || !(*statements.begin())["stmt"].as("SelectStmt")) return fail("its body is not one query");
    auto types = parameter_types(function);
    if (!types) return tl::unexpected(types.error());
    auto replacements = arguments_in(*tree, function);
    if (!replacements) return tl::unexpected(replacements.error());
    BodyQuery query{with_parameters(function.source, std::move(*replacements)), std::move(*types), {}};
    query.words = words_of(parser, query.text);
    return query;
}

}  // namespace

Result<BodyQuery> query_of(const Function& function) {
    Result<BodyQuery> query = fail("its body cannot be parsed");
    const auto done = sql::with_parser_thread([&](const sql::Parser& parser) { query = query_of(parser, function); });
    return done ? query : tl::unexpected(done.error());
}

}  // namespace assay::postgres::live

// What policies say, from the parse trees of their conditions: keys, calls repeated for each row, tables read.
#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "core/pattern.h"
#include "core/text.h"
#include "domain/postgres/map/load.h"
#include "map/map.h"
#include "sql/expression.h"
#include "sql/names.h"
#include "sql/parser.h"
#include "sql/tree.h"

namespace assay::postgres {

namespace {

using sql::Node;

struct Column {
    std::int64_t id = 0, number = 0;
    std::string quoted;
    bool not_null = false;
};

struct Policy {
    std::int64_t id = 0, relation_id = 0;
    std::string relname, using_text, check_text;
    bool has_using = false, has_check = false;
    std::map<std::string, Column, std::less<>> columns = {};  // by bare name
};

// Everything that is written while one database's policies are read.
struct Writer {
    std::int64_t database_id;
    MapStatement facts, key, call, read, function, relation;

    Writer(std::int64_t id, MapBuilder& builder)
        : database_id{id},
          facts{builder.prepare("insert or ignore into policy_facts values (?, ?, ?, ?, ?, ?, ?)")},
          key{builder.prepare("insert into policy_keys values (?, ?, ?, ?, ?, ?, ?, ?)")},
          call{builder.prepare("insert into policy_calls values (?, ?, ?, ?, ?, ?)")},
          read{builder.prepare("insert into policy_reads values (?, ?, ?, ?)")},
          function{builder.prepare("select id, volatility from functions where database_id = ? and schema = ? and proname = ?")},
          relation{builder.prepare("select id from relations where database_id = ? and schema = ? and relname = ?")} {}
};

Node first_of(Node list) {
    for (const Node node : list) return node;
    return {};
}

// The expression of "SELECT expression".
Node condition_of(const sql::Tree& tree) {
    const Node select = first_of(tree.root()["stmts"])["stmt"].as("SelectStmt");
    return first_of(select["targetList"]).as("ResTarget")["val"];
}

std::vector<std::string> strings_of(Node list) {
    std::vector<std::string> parts;
    for (const Node part : list) parts.emplace_back(part.string());
    return parts;
}

// The own column that this is, perhaps cast to text; empty when it is something else.
std::string column_of(Node wrapped) {
    if (const Node column = wrapped.as("ColumnRef")) {
        const auto parts = strings_of(column["fields"]);
        return parts.size() == 1 ? parts[0] : std::string{};
    }
    if (const Node cast = wrapped.as("TypeCast")) {
        const auto type = strings_of(cast["typeName"]["names"]);
        if (!type.empty() && type.back() == "text") return column_of(cast["arg"]);
    }
    return {};
}

bool is_inside(Node node, Node top, std::string_view tag) {
    for (Node up = node.parent(); up.exists() && up.index() >= top.index(); up = up.parent())
        if (up.key() == tag) return true;
    return false;
}

// Whether it differs from row to row: names a column of the row, also from inside a sub-select. Of column IN (SELECT …)
// only what stands in the sub-select counts.
bool depends_on_row(Node top, const std::string& relname, bool only_inside = false) {
    bool reads_own_table = false, found = false;
    top.each("RangeVar", [&](Node table) { reads_own_table |= table["relname"].text() == relname; });
    top.each("ColumnRef", [&](Node column) {
        if (!is_inside(column, top, "SubLink")) {
            found |= !only_inside;
            return;
        }
        const auto parts = strings_of(column["fields"]);
        found |= parts.size() >= 2 && parts[parts.size() - 2] == relname && !reads_own_table;
    });
    return found;
}

// Whether something must be asked for: a constant makes no key.
bool asks(Node top) {
    bool found = false;
    for (const auto* tag : {"FuncCall", "SubLink", "SQLValueFunction"}) top.each(tag, [&](Node) { found = true; });
    return found;
}

struct Key {
    std::string column;
    Node other;
    bool is_member = false;
};

void add_keys(Node condition, const std::string& relname, std::vector<Key>& keys) {
    if (const Node both = condition.as("BoolExpr"); both && both["boolop"].text() == "AND_EXPR") {
        for (const Node part : both["args"]) add_keys(part, relname, keys);
        return;
    }
    const auto add = [&](Node column, Node other, bool is_member) {
        const auto name = column_of(column);
        if (!name.empty() && !depends_on_row(other, relname, is_member) && asks(other)) keys.push_back({name, other, is_member});
    };
    if (const Node link = condition.as("SubLink"); link && link["subLinkType"].text() == "ANY_SUBLINK")
        return add(link["testexpr"], condition, true);
    const Node expression = condition.as("A_Expr");
    const auto name = strings_of(expression["name"]);
    if (name.empty() || name.back() != "=") return;
    const auto kind = expression["kind"].text();
    if (kind == "AEXPR_OP_ANY") return add(expression["lexpr"], expression["rexpr"], true);
    if (kind != "AEXPR_OP") return;
    add(expression["lexpr"], expression["rexpr"], false);
    add(expression["rexpr"], expression["lexpr"], false);
}

// auth.uid() IS NOT NULL, auth.role() = 'authenticated': anybody who has an account.
bool asks_only_for_a_session(const std::string& text) {
    static const Pattern pattern{R"(^\(*\s*(select )?auth\.(role|uid)\(\)( as \w+)?\s*\)*\s*(= 'authenticated'::text|is not null)\)*\z)"};
    return pattern.found_in(text);
}

void write_facts(const Policy& policy, const sql::Parser& parser, Writer& out) {
    std::set<std::string, std::less<>> nonnull;
    for (const auto& [name, column] : policy.columns)
        if (column.not_null) nonnull.insert(name);
    std::string columns;
    const auto always = [&](const std::string& text) {
        const auto parsed = sql::Expression::parse(parser, text);
        if (!parsed) return false;
        for (const auto& column : parsed->columns()) columns += (columns.empty() ? "" : " ") + column;
        return parsed->is_always_true(nonnull);
    };
    out.facts.bind(1, policy.id);
    out.facts.bind(2, out.database_id);
    out.facts.bind(3, std::int64_t{policy.has_using && always(policy.using_text)});
    out.facts.bind(4, std::int64_t{policy.has_check && always(policy.check_text)});
    out.facts.bind(5, std::int64_t{asks_only_for_a_session(policy.using_text)});
    out.facts.bind(6, std::int64_t{asks_only_for_a_session(policy.check_text)});
    out.facts.bind(7, std::string_view{columns});
    out.facts.step();
    out.facts.reset();
}

void write_keys(const Policy& policy, const std::vector<Key>& keys, const sql::Parser& parser, Writer& out) {
    const auto check = sql::Expression::parse(parser, policy.check_text);
    for (const auto& key : keys) {
        const auto column = policy.columns.find(key.column);
        if (column == policy.columns.end()) continue;
        bool in_check = !policy.has_check || !check;
        if (check)
            for (const auto& name : check->columns()) in_check |= name == column->second.quoted;
        out.key.bind(1, policy.id);
        out.key.bind(2, out.database_id);
        out.key.bind(3, policy.relation_id);
        out.key.bind(4, column->second.id);
        out.key.bind(5, column->second.number);
        out.key.bind(6, std::string_view{column->second.quoted});
        out.key.bind(7, std::int64_t{key.is_member});
        out.key.bind(8, std::int64_t{in_check});
        out.key.step();
        out.key.reset();
    }
}

// The function when PostgreSQL may not fold it; built-in ones but current_setting are not worth a word.
std::optional<std::int64_t> repeated_function(const std::vector<std::string>& name, Writer& out) {
    if (name.empty()) return {};
    if (name.back() == "current_setting" && (name.size() == 1 || name[0] == "pg_catalog")) return 0;
    out.function.reset();
    out.function.bind(1, out.database_id);
    out.function.bind(2, std::string_view{name.size() > 1 ? name[0] : "public"});
    out.function.bind(3, std::string_view{name.back()});
    if (!out.function.step() || out.function.text(1) == "immutable") return {};
    return out.function.integer(0);
}

void write_calls(const Policy& policy, Node condition, const std::vector<Key>& keys, Writer& out) {
    condition.each("FuncCall", [&](Node call) {
        if (is_inside(call, condition, "SubLink") || is_inside(call, condition, "FuncCall") || depends_on_row(call, policy.relname))
            return;
        const auto name = strings_of(call["funcname"]);
        const auto function = repeated_function(name, out);
        if (!function) return;
        std::int64_t key_number = 0;
        for (const auto& key : keys)
            if (const auto column = policy.columns.find(key.column);
                column != policy.columns.end() && call.index() > key.other.index() && call.index() < key.other.end_of_subtree())
                key_number = column->second.number;
        out.call.bind(1, policy.id);
        out.call.bind(2, out.database_id);
        out.call.bind(3, policy.relation_id);
        out.call.bind(4, std::string_view{joined(name, ".") + "()"});
        *function ? out.call.bind(5, *function) : out.call.bind_null(5);
        key_number ? out.call.bind(6, key_number) : out.call.bind_null(6);
        out.call.step();
        out.call.reset();
    });
}

void write_reads(const Policy& policy, Node condition, bool in_using, Writer& out) {
    condition.each("RangeVar", [&](Node table) {
        out.relation.reset();
        out.relation.bind(1, out.database_id);
        const auto schema = table["schemaname"].text();
        out.relation.bind(2, schema.empty() ? std::string_view{"public"} : schema);
        out.relation.bind(3, table["relname"].text());
        if (!out.relation.step()) return;
        out.read.bind(1, policy.id);
        out.read.bind(2, out.database_id);
        out.read.bind(3, out.relation.integer(0));
        out.read.bind(4, std::int64_t{in_using});
        out.read.step();
        out.read.reset();
    });
}

void write(const Policy& policy, const sql::Parser& parser, Writer& out) {
    write_facts(policy, parser, out);
    if (policy.has_using) {
        const auto tree = sql::Tree::parse(parser, "SELECT " + policy.using_text);
        if (!tree) return;
        std::vector<Key> keys;
        add_keys(condition_of(*tree), policy.relname, keys);
        write_keys(policy, keys, parser, out);
        write_calls(policy, condition_of(*tree), keys, out);
        write_reads(policy, condition_of(*tree), true, out);
    }
    if (policy.has_check)
        if (const auto tree = sql::Tree::parse(parser, "SELECT " + policy.check_text))
            write_reads(policy, condition_of(*tree), false, out);
}

std::vector<Policy> read_policies(std::int64_t database_id, MapBuilder& builder) {
    std::vector<Policy> policies;
    auto rows = builder.prepare("select y.id, y.relation_id, r.relname, y.using_expression, y.check_expression from policies y "
                                "join relations r on r.id = y.relation_id where y.database_id = ?");
    auto columns = builder.prepare("select attname, id, number, name, not_null from attributes where relation_id = ?");
    rows.bind(1, database_id);
    while (rows.step()) {
        Policy policy{rows.integer(0), rows.integer(1), std::string{rows.text(2)}, std::string{rows.text(3)}, std::string{rows.text(4)},
                      !rows.is_null(3), !rows.is_null(4)};
        columns.reset();
        columns.bind(1, policy.relation_id);
        while (columns.step())
            policy.columns[std::string{columns.text(0)}] = {columns.integer(1), columns.integer(2), std::string{columns.text(3)},
                                                            columns.integer(4) != 0};
        policies.push_back(std::move(policy));
    }
    return policies;
}

}  // namespace

void load_policies(std::int64_t database_id, MapBuilder& builder) {
    const auto policies = read_policies(database_id, builder);
    if (policies.empty()) return;
    Writer out{database_id, builder};
    const auto parsed = sql::with_parser_thread([&](const sql::Parser& parser) {
        for (const auto& policy : policies) write(policy, parser, out);
    });
    if (!parsed) builder.set_available(database_id, 'S', "not read", parsed.error().text());
}

}  // namespace assay::postgres

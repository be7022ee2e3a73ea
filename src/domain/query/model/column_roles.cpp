#include "domain/query/model/column_roles.h"

#include <algorithm>
#include <deque>
#include <set>

#include "core/text.h"
#include "sql/names.h"

namespace assay::query {

using sql::Node;

namespace {

struct Scope {
    std::vector<std::size_t> uses;  // of Roles::uses
    const Scope* outer = nullptr;
    bool opaque = false;            // it also has columns that are not known: of a sub-select, a function, a CTE
};

struct Found {
    std::size_t use = 0;
    std::string column;
};

class Reader {
public:
    Reader(const Tables& tables, Roles& roles) : tables_{tables}, roles_{roles} {}

    void statement(Node wrapped) {
        const Node node = wrapped.inner();
        const auto tag = wrapped.tag();
        roles_.limited = node["limitCount"].exists();
        if (tag == "SelectStmt") return select(node, nullptr);
        if (tag == "InsertStmt") return insert(node);
        if (tag != "UpdateStmt" && tag != "DeleteStmt") return;
        with_queries(node, nullptr);
        Scope scope;
        add_table(node["relation"], scope);
        if (!scope.uses.empty()) {
            roles_.written = roles_.uses[scope.uses[0]].table;
            roles_.write = tag == "UpdateStmt" ? Roles::Write::update : Roles::Write::remove;
        }
        for (const Node target : node["targetList"])
            if (const Node set = target.as("ResTarget")) written_column(set["name"].text());
        for (const auto* list : {"fromClause", "usingClause"})
            for (const Node item : node[list]) from_item(item, scope);
        conditions(node["whereClause"], scope);
        references(node["whereClause"], scope);
        for (const auto* list : {"targetList", "returningList"}) references(node[list], scope);
    }

private:
    void insert(Node node) {
        with_queries(node, nullptr);
        if (const Table* table = find_table(node["relation"])) {
            roles_.written = table;
            roles_.write = Roles::Write::insert;
        } else {
            unknown_table(node["relation"]);
        }
        roles_.names_columns = node["cols"].exists();
        for (const Node target : node["cols"])
            if (const Node set = target.as("ResTarget")) written_column(set["name"].text());
        for (const Node element : node["onConflictClause"]["infer"]["indexElems"])
            if (const auto name = element.as("IndexElem")["name"].text(); !name.empty())
                roles_.conflict_columns.push_back(sql::quote_identifier(name));
        if (const Node query = node["selectStmt"].as("SelectStmt")) select(query, nullptr);
    }

    void with_queries(Node node, const Scope* outer) {
        for (const Node each : node["withClause"]["ctes"])
            if (const Node cte = each.as("CommonTableExpr")) {
                queries_.insert(std::string{cte["ctename"].text()});
                subquery(cte["ctequery"], outer);
            }
    }

    void subquery(Node wrapped, const Scope* outer) {
        if (const Node node = wrapped.as("SelectStmt"))
            select(node, outer);
        else
            statement(wrapped);
    }

    void select(Node node, const Scope* outer) {
        with_queries(node, outer);
        if (node["larg"].exists()) {
            for (const auto* side : {"larg", "rarg"}) select(node[side].as("SelectStmt") ? node[side].as("SelectStmt") : node[side], outer);
            return;
        }
        Scope scope{{}, outer};
        for (const Node item : node["fromClause"]) from_item(item, scope);
        for (const auto* clause : {"whereClause", "havingClause"}) conditions(node[clause], scope);
        for (const auto* list : {"groupClause", "distinctClause"})
            for (const Node item : node[list])
                if (const auto found = column(item, scope)) add(use(*found).grouped, found->column);
        if (node["distinctClause"].exists())
            for (const Node target : node["targetList"])
                if (const auto found = column(target.as("ResTarget")["val"], scope)) add(use(*found).grouped, found->column);
        for (const Node item : node["sortClause"]) sort(item.as("SortBy"), node, scope);
        if (excluding_.count(node.index()))
            for (const Node target : node["targetList"])
                if (const auto found = column(target.as("ResTarget")["val"], scope)) add(use(*found).excluding, found->column);
        // What EXISTS selects is never read.
        if (!existing_.count(node.index())) references(node["targetList"], scope);
        for (const auto* part : {"whereClause", "havingClause", "windowClause", "valuesLists", "limitCount", "limitOffset"})
            references(node[part], scope);
        scope.opaque = true;  // names of what is selected
        for (const auto* part : {"groupClause", "sortClause", "distinctClause"}) references(node[part], scope);
    }

    const Table* find_table(Node range) const {
        const auto name = range["relname"].text(), schema = range["schemaname"].text();
        if (schema.empty() && queries_.count(std::string{name})) return nullptr;
        const std::string quoted = sql::quote_identifier(name);
        if (!schema.empty()) {
            const auto found = tables_.find(sql::quote_identifier(schema) + "." + quoted);
            return found == tables_.end() ? nullptr : &found->second;
        }
        if (const auto found = tables_.find("public." + quoted); found != tables_.end()) return &found->second;
        const Table* only = nullptr;
        for (const auto& [full, table] : tables_)
            if (ends_with(full, "." + quoted)) {
                if (only) return nullptr;
                only = &table;
            }
        return only;
    }

    void written_column(std::string_view name) {
        roles_.set_columns.push_back(sql::quote_identifier(name));
        if (roles_.written && !roles_.written->find(roles_.set_columns.back())) roles_.unknown.push_back({roles_.written, roles_.set_columns.back()});
    }

    // Only where no schema has it: of two that do, nobody knows which is meant.
    void unknown_table(Node range) {
        const auto name = range["relname"].text(), schema = range["schemaname"].text();
        if (name.empty() || (schema.empty() && queries_.count(std::string{name}))) return;
        const std::string quoted = sql::quote_identifier(name);
        for (const auto& [full, table] : tables_)
            if (schema.empty() && ends_with(full, "." + quoted)) return;
        roles_.unknown.push_back({nullptr, schema.empty() ? quoted : sql::quote_identifier(schema) + "." + quoted});
    }

    void add_table(Node range, Scope& scope) {
        const Table* table = find_table(range);
        if (!table) {
            scope.opaque = true;
            return unknown_table(range);
        }
        const auto alias = range["alias"]["aliasname"].text();
        auto& own = roles_.uses.emplace_back();
        own.table = table;
        own.alias = alias.empty() ? range["relname"].text() : alias;
        scope.uses.push_back(roles_.uses.size() - 1);
    }

    void from_item(Node item, Scope& scope) {
        if (const Node range = item.as("RangeVar")) {
            add_table(range, scope);
        } else if (const Node nested = item.as("RangeSubselect")) {
            subquery(nested["subquery"], nested["lateral"].boolean() ? &scope : scope.outer);
            scope.opaque = true;
        } else if (const Node join = item.as("JoinExpr")) {
            const auto first = scope.uses.size();
            from_item(join["larg"], scope);
            from_item(join["rarg"], scope);
            conditions(join["quals"], scope);
            references(join["quals"], scope);
            for (const Node name : join["usingClause"])
                for (auto i = first; i < scope.uses.size(); ++i)
                    if (auto& own = roles_.uses[scope.uses[i]]; own.table->find(sql::quote_identifier(name.string()))) {
                        add(own.joined, sql::quote_identifier(name.string()));
                        add(own.read, sql::quote_identifier(name.string()));
                    }
        } else {
            scope.opaque = true;
        }
    }

    void sort(Node item, Node select, const Scope& scope) {
        Node what = item["node"];
        // A number or an alias means a column of the list.
        const auto position = sql::constant_text(what);
        int place = 0;
        for (const Node target : select["targetList"]) {
            const Node named = target.as("ResTarget");
            ++place;
            const auto fields = what.as("ColumnRef")["fields"];
            if (position == std::to_string(place) || (fields.size() == 1 && named["name"].exists() && (*fields.begin()).string() == named["name"].text())) {
                what = named["val"];
                break;
            }
        }
        const auto found = column(what, scope);
        if (!found) return;
        const bool descending = item["sortby_dir"].text() == "SORTBY_DESC";
        const auto nulls = item["sortby_nulls"].text();
        use(*found).ordered.push_back({found->column, descending, nulls == "SORTBY_NULLS_FIRST" || (descending && nulls != "SORTBY_NULLS_LAST")});
    }

    static void add(std::vector<std::string>& list, const std::string& column) {
        if (std::find(list.begin(), list.end(), column) == list.end()) list.push_back(column);
    }
    TableUse& use(const Found& found) { return roles_.uses[found.use]; }

    std::optional<Found> column(Node wrapped, const Scope& scope) const {
        if (const Node cast = wrapped.as("TypeCast"); cast && cast["arg"].as("ColumnRef")) return {};  // compares another type
        const Node reference = wrapped.as("ColumnRef");
        if (!reference) return {};
        std::vector<std::string> names;
        for (const Node field : reference["fields"]) {
            if (field.as("A_Star").exists() || field.tag() == "A_Star") return {};
            names.emplace_back(field.string());
        }
        if (names.empty()) return {};
        const std::string quoted = sql::quote_identifier(names.back());
        const std::string alias = names.size() > 1 ? names[names.size() - 2] : "";
        for (const Scope* at = &scope; at; at = at->outer) {
            std::optional<Found> found;
            for (const auto number : at->uses) {
                const auto& each = roles_.uses[number];
                if ((!alias.empty() && each.alias != alias) || !each.table->find(quoted)) continue;
                if (found) return {};
                found = Found{number, quoted};
            }
            if (found) return found;
        }
        return {};
    }

    // The conditions that are joined by AND or OR, wherever they stand.
    void conditions(Node wrapped, const Scope& scope, bool certain = true) {
        const auto tag = wrapped.tag();
        const Node node = wrapped.inner();
        if (tag == "BoolExpr") {
            const auto kind = node["boolop"].text();
            const bool still = certain && kind == "AND_EXPR";
            for (const Node part : node["args"]) {
                if (kind == "NOT_EXPR" && part.as("ColumnRef")) fix(part, scope, "NOT ", "", certain);
                if (kind == "NOT_EXPR") exclude(part.as("SubLink"));
                conditions(part, scope, still);
            }
        } else if (tag == "A_Expr") {
            comparison(node, scope, certain);
        } else if (tag == "NullTest") {
            fix(node["arg"], scope, "", node["nulltesttype"].text() == "IS_NULL" ? " IS NULL" : " IS NOT NULL", certain);
            if (node["nulltesttype"].text() == "IS_NULL")
                if (const auto found = column(node["arg"], scope)) add(use(*found).equal, found->column);
        } else if (tag == "ColumnRef") {
            fix(wrapped, scope, "", "", certain);
        } else if (tag == "SubLink") {
            if (const auto found = column(node["testexpr"], scope)) add(use(*found).joined, found->column);
        }
    }

    // x NOT IN (SELECT …): remembered until the sub-select is read with its own scope.
    void exclude(Node link) {
        const Node inner = link["subselect"].as("SelectStmt");
        if (link["subLinkType"].text() == "ANY_SUBLINK" && !link["operName"].exists()) excluding_.insert(inner.index());
    }

    void fix(Node wrapped, const Scope& scope, const char* before, const std::string& after, bool certain) {
        const auto found = column(wrapped, scope);
        if (found && certain) use(*found).fixed.push_back({found->column, before + found->column + after});
    }

    void comparison(Node node, const Scope& scope, bool certain) {
        const auto kind = node["kind"].text();
        const auto names = node["name"];
        const auto operation = names.size() ? (*names.begin()).string() : std::string_view{};
        const auto left = column(node["lexpr"], scope), right = column(node["rexpr"], scope);
        const bool is_operator = kind == "AEXPR_OP";
        if (is_operator && operation == "=" && left && right) {
            add(use(*left).joined, left->column);
            add(use(*right).joined, right->column);
            if (left->use != right->use) roles_.pairs.push_back({left->use, left->column, right->use, right->column});
            return;
        }
        if (!left && !right) {
            for (const auto* side : {"lexpr", "rexpr"})
                if (is_operator && operation == "=") expression(node[side], scope);
            return;
        }
        const auto& found = left ? *left : *right;
        auto& own = use(found);
        if ((is_operator && operation == "=") || kind == "AEXPR_IN" || kind == "AEXPR_OP_ANY") {
            if (operation != "=") return;
            add(own.equal, found.column);
            if (is_operator && certain) fix_constant(own, found.column, left ? node["rexpr"] : node["lexpr"]);
        } else if (kind == "AEXPR_BETWEEN" ||
                   (is_operator && (operation == "<" || operation == ">" || operation == "<=" || operation == ">="))) {
            add(own.ranged, found.column);
        } else if (kind == "AEXPR_LIKE" || kind == "AEXPR_ILIKE") {
            const auto pattern = sql::constant_text(node["rexpr"]);
            const bool has_prefix = kind == "AEXPR_LIKE" && !pattern.empty() && pattern[0] != '%' && pattern[0] != '_';
            add(has_prefix && operation == "~~" ? own.prefixes : own.patterns, found.column);
        } else if (is_operator && (operation == "~" || operation == "~*")) {
            add(own.patterns, found.column);
        } else if (is_operator && (operation == "@>" || operation == "<@" || operation == "&&" || operation == "?" || operation == "@@" ||
                                   operation == "?|" || operation == "?&")) {
            add(own.contained, found.column);
        }
    }

    static void fix_constant(TableUse& own, const std::string& column, Node constant) {
        const Node value = constant.as("A_Const");
        const auto text = sql::constant_text(constant);
        if (!value || text.empty()) return;
        const bool is_text = value["sval"].exists();
        std::string quoted = text;
        if (is_text) quoted = "'" + replaced(text, "'", "''") + "'";
        own.fixed.push_back({column, column + " = " + quoted});
    }

    // lower(email) = …: a call of one column.
    void expression(Node wrapped, const Scope& scope) {
        const Node call = wrapped.as("FuncCall");
        if (!call || call["args"].size() != 1 || call["funcname"].size() != 1) return;
        const auto found = column(*call["args"].begin(), scope);
        if (found) add(use(*found).equal_expressions, "(" + sql::quote_identifier((*call["funcname"].begin()).string()) + "(" + found->column + "))");
    }

    // Every column below, and every sub-select with its own scope.
    void references(Node node, const Scope& scope) {
        if (!node.exists()) return;
        if (node.key() == "ColumnRef") {
            for (const Node field : node["fields"])
                if (field.tag() == "A_Star") return star(node, scope);
            reference(node, scope);
            return;
        }
        if (node.key() == "SubLink" && node["subLinkType"].text() == "EXISTS_SUBLINK") existing_.insert(node["subselect"].as("SelectStmt").index());
        if (node.key() == "SelectStmt") return select(node, &scope);
        for (const Node child : node) references(child, scope);
    }

    // "*" or "alias.*".
    void star(Node reference, const Scope& scope) {
        const auto fields = reference["fields"];
        const auto alias = fields.size() > 1 ? (*fields.begin()).string() : std::string_view{};
        for (const auto number : scope.uses)
            if (alias.empty() || roles_.uses[number].alias == alias) roles_.uses[number].reads_all = true;
    }

    void reference(Node node, const Scope& scope) {
        if (const auto found = column(node.parent(), scope))
            add(use(*found).read, found->column);
        else
            unknown_column(node, scope);
    }

    // A column is missing for certain where its table is told: by an alias, or because there is no other.
    void unknown_column(Node reference, const Scope& scope) {
        std::vector<std::string_view> names;
        for (const Node field : reference["fields"]) names.push_back(field.string());
        static const std::set<std::string_view> system{"ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"};
        if (names.empty() || names.back().empty() || system.count(names.back())) return;
        const TableUse* told = names.size() > 1 ? named(names[names.size() - 2], scope) : only_one(names.back(), scope);
        const std::string quoted = sql::quote_identifier(names.back());
        if (told && !told->table->find(quoted)) roles_.unknown.push_back({told->table, quoted});
    }

    const TableUse* named(std::string_view alias, const Scope& scope) const {
        for (const Scope* at = &scope; at; at = at->outer)
            for (const auto number : at->uses)
                if (roles_.uses[number].alias == alias) return &roles_.uses[number];
        return nullptr;
    }

    // "o" alone may be the whole row of alias o.
    const TableUse* only_one(std::string_view name, const Scope& scope) const {
        if (scope.outer || scope.opaque || scope.uses.size() != 1) return nullptr;
        const TableUse& only = roles_.uses[scope.uses[0]];
        return only.alias == name ? nullptr : &only;
    }

    const Tables& tables_;
    Roles& roles_;
    std::set<std::string> queries_;          // names of WITH
    std::set<std::uint32_t> excluding_;      // sub-selects of NOT IN
    std::set<std::uint32_t> existing_;       // of EXISTS
};

}  // namespace

Roles roles_of(Node statement, const Tables& tables) {
    Roles roles;
    Reader{tables, roles}.statement(statement);
    return roles;
}

}  // namespace assay::query

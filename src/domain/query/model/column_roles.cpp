#include "domain/query/model/column_roles.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/text.h"
#include "domain/query/model/column_scope.h"
#include "sql/names.h"

namespace assay::query {

using sql::Node;

namespace {

// The operator's name, where it has one.
std::string_view operator_of(Node expression) {
    const Node names = expression["name"];
    return names.size() ? (*names.begin()).string() : std::string_view{};
}

bool is_one_of(std::string_view operation, std::initializer_list<std::string_view> operators) {
    return std::find(operators.begin(), operators.end(), operation) != operators.end();
}

Node uncast(Node wrapped) {
    const Node cast = wrapped.as("TypeCast");
    return cast ? cast["arg"] : wrapped;
}

void unite(std::vector<std::string>& list, const std::vector<std::string>& more) {
    for (const auto& each : more)
        if (std::find(list.begin(), list.end(), each) == list.end()) list.push_back(each);
}

class Reader {
public:
    Reader(const Tables& tables, const ParameterValues& values, Roles& roles) : names_{tables, roles}, values_{values}, roles_{roles} {}

    void statement(Node wrapped) {
        const Node node = wrapped.inner();
        const auto tag = wrapped.tag();
        if (tag == "SelectStmt") return select(node, nullptr);
        if (tag == "InsertStmt") return insert(node);
        if (tag != "UpdateStmt" && tag != "DeleteStmt") return;
        with_queries(node, nullptr);
        Scope scope;
        names_.add_use(node["relation"], scope);
        if (!scope.uses.empty()) {
            roles_.written = roles_.uses[scope.uses[0]].table;
            roles_.write = tag == "UpdateStmt" ? Roles::Write::update : Roles::Write::remove;
        }
        for (const Node target : node["targetList"])
            if (const Node set = target.as("ResTarget")) written_column(set["name"].text());
        for (const auto* list : {"fromClause", "usingClause"})
            for (const Node item : node[list]) from_item(item, scope);
        conditions(node["whereClause"], scope);
        for (const auto* list : {"whereClause", "targetList", "returningList"}) references(node[list], scope);
    }

private:
    void insert(Node node) {
        with_queries(node, nullptr);
        if (const Table* table = names_.table(node["relation"])) {
            roles_.written = table;
            roles_.write = Roles::Write::insert;
        } else {
            names_.note_unknown_table(node["relation"]);
        }
        roles_.names_columns = node["cols"].exists();
        for (const Node target : node["cols"])
            if (const Node set = target.as("ResTarget")) written_column(set["name"].text());
        for (const Node element : node["onConflictClause"]["infer"]["indexElems"])
            if (const auto name = element.as("IndexElem")["name"].text(); !name.empty())
                roles_.conflict_columns.push_back(sql::quote_identifier(name));
        if (const Node query = node["selectStmt"].as("SelectStmt")) select(query, nullptr);
    }

    void written_column(std::string_view name) {
        roles_.set_columns.push_back(sql::quote_identifier(name));
        if (roles_.written && !roles_.written->find(roles_.set_columns.back())) roles_.unknown.push_back({roles_.written, roles_.set_columns.back()});
    }

    void with_queries(Node node, const Scope* outer) {
        for (const Node each : node["withClause"]["ctes"])
            if (const Node cte = each.as("CommonTableExpr")) {
                names_.add_query(cte["ctename"].text());
                subquery(cte["ctequery"], outer);
            }
    }

    void subquery(Node wrapped, const Scope* outer) {
        if (const Node node = wrapped.as("SelectStmt"))
            select(node, outer);
        else
            statement(wrapped);
    }

    // What EXISTS selects is never read.
    void select(Node node, const Scope* outer, bool only_whether = false) {
        with_queries(node, outer);
        if (node["larg"].exists()) {
            for (const auto* side : {"larg", "rarg"}) select(node[side].as("SelectStmt") ? node[side].as("SelectStmt") : node[side], outer);
            return;
        }
        Scope scope{{}, outer};
        for (const Node item : node["fromClause"]) from_item(item, scope);
        for (const auto* clause : {"whereClause", "havingClause"}) conditions(node[clause], scope);
        groups(node, scope);
        for (const Node item : node["sortClause"]) sort(item.as("SortBy"), node, scope);
        if (excluding_.count(node.index()))
            for (const Node target : node["targetList"])
                if (const auto found = names_.column(target.as("ResTarget")["val"], scope)) add(use(*found).excluding, found->column);
        for (const auto* count : {"limitCount", "limitOffset"}) note_parameter(node[count], nullptr, {}, count);
        if (!only_whether) references(node["targetList"], scope);
        for (const auto* part : {"whereClause", "havingClause", "windowClause", "valuesLists", "limitCount", "limitOffset"})
            references(node[part], scope);
        scope.opaque = true;  // names of what is selected
        for (const auto* part : {"groupClause", "sortClause", "distinctClause"}) references(node[part], scope);
    }

    // GROUP BY, DISTINCT and DISTINCT ON; min and max of a column, which one end of an index tells.
    void groups(Node node, const Scope& scope) {
        for (const Node item : node["groupClause"]) group(listed(item, node), scope);
        const Node distinct = node["distinctClause"];
        const bool is_of_all = distinct.size() > 0 && (*distinct.begin()).size() == 0;
        if (!is_of_all)
            for (const Node item : distinct) group(listed(item, node), scope);
        for (const Node target : node["targetList"]) {
            const Node value = target.as("ResTarget")["val"];
            if (is_of_all) group(value, scope);
            const Node call = value.as("FuncCall");
            if (!call || node["groupClause"].exists() || call["args"].size() != 1 || call["funcname"].size() != 1) continue;
            if (const auto name = (*call["funcname"].begin()).string(); name != "min" && name != "max") continue;
            if (const auto found = names_.operand(*call["args"].begin(), scope)) add(use(*found).ranged, found->column);
        }
    }

    void group(Node what, const Scope& scope) {
        if (const auto found = names_.operand(what, scope)) add(use(*found).grouped, found->column);
    }

    // Only of joins that keep every row of a side: what ON says of that side restricts nothing.
    void join(Node join, Scope& scope) {
        const auto first = scope.uses.size();
        from_item(join["larg"], scope);
        const auto second = scope.uses.size();
        from_item(join["rarg"], scope);
        const auto last = scope.uses.size();
        std::vector<std::size_t> fixed;
        for (const auto& own : roles_.uses) fixed.push_back(own.fixed.size());
        conditions(join["quals"], scope);
        references(join["quals"], scope);
        const auto kind = join["jointype"].text();
        const bool keeps_left = kind == "JOIN_LEFT" || kind == "JOIN_FULL", keeps_right = kind == "JOIN_RIGHT" || kind == "JOIN_FULL";
        for (auto i = first; i < last; ++i)
            if (const auto number = scope.uses[i]; i < second ? keeps_left : keeps_right) roles_.uses[number].fixed.resize(fixed[number]);
        for (const Node name : join["usingClause"])
            for (auto i = first; i < last; ++i)
                if (auto& own = roles_.uses[scope.uses[i]]; own.table->find(sql::quote_identifier(name.string()))) {
                    add(own.joined, sql::quote_identifier(name.string()));
                    add(own.read, sql::quote_identifier(name.string()));
                }
    }

    void from_item(Node item, Scope& scope) {
        if (const Node range = item.as("RangeVar")) return names_.add_use(range, scope);
        if (const Node joined = item.as("JoinExpr")) return join(joined, scope);
        if (const Node nested = item.as("RangeSubselect"))
            subquery(nested["subquery"], nested["lateral"].boolean() ? &scope : scope.outer);
        scope.opaque = true;
    }

    // A number or an alias means a column of the list.
    static Node listed(Node what, Node select) {
        const auto position = sql::constant_text(what);
        const auto fields = what.as("ColumnRef")["fields"];
        int place = 0;
        for (const Node target : select["targetList"]) {
            const Node named = target.as("ResTarget");
            ++place;
            if (position == std::to_string(place) ||
                (fields.size() == 1 && named["name"].exists() && (*fields.begin()).string() == named["name"].text()))
                return named["val"];
        }
        return what;
    }

    void sort(Node item, Node select, const Scope& scope) {
        const auto found = names_.operand(listed(item["node"], select), scope);
        if (!found) return;
        const bool descending = item["sortby_dir"].text() == "SORTBY_DESC";
        const auto nulls = item["sortby_nulls"].text();
        use(*found).ordered.push_back({found->column, descending, nulls == "SORTBY_NULLS_FIRST" || (descending && nulls != "SORTBY_NULLS_LAST")});
    }

    static void add(std::vector<std::string>& list, const std::string& column) {
        if (std::find(list.begin(), list.end(), column) == list.end()) list.push_back(column);
    }
    TableUse& use(const Found& found) { return roles_.uses[found.use]; }

    // The conditions that are joined by AND or OR, wherever they stand. What NOT turns round restricts to nothing that
    // an index has in one place.
    void conditions(Node wrapped, const Scope& scope, bool certain = true) {
        const auto tag = wrapped.tag();
        const Node node = wrapped.inner();
        if (tag == "BoolExpr") {
            const auto kind = node["boolop"].text();
            for (const Node part : node["args"])
                if (kind != "NOT_EXPR")
                    conditions(part, scope, certain && kind == "AND_EXPR");
                else if (part.as("ColumnRef"))
                    fix(part, scope, "NOT ", "", certain);
                else
                    exclude(part.as("SubLink"));
        } else if (tag == "A_Expr") {
            comparison(node, scope, certain);
        } else if (tag == "NullTest") {
            const bool is_null = node["nulltesttype"].text() == "IS_NULL";
            fix(node["arg"], scope, "", is_null ? " IS NULL" : " IS NOT NULL", certain);
            if (const auto found = is_null ? names_.column(node["arg"], scope) : std::nullopt) add(use(*found).equal, found->column);
        } else if (tag == "ColumnRef") {
            fix(wrapped, scope, "", "", certain);
        } else if (tag == "SubLink") {
            if (const auto found = names_.operand(node["testexpr"], scope)) add(use(*found).joined, found->column);
        }
    }

    // x NOT IN (SELECT …): remembered until the sub-select is read with its own scope.
    void exclude(Node link) {
        const Node inner = link["subselect"].as("SelectStmt");
        if (link["subLinkType"].text() == "ANY_SUBLINK" && !link["operName"].exists()) excluding_.insert(inner.index());
    }

    void fix(Node wrapped, const Scope& scope, const char* before, const std::string& after, bool certain) {
        const auto found = names_.column(wrapped, scope);
        if (found && certain) use(*found).fixed.push_back({found->column, before + found->column + after});
    }

    // (a, b) > (1, 2), as keyset pagination has it: the first column is a range; (a, b) = (1, 2) compares each.
    void row_comparison(Node row, std::string_view operation, const Scope& scope) {
        for (const Node part : row["args"]) {
            const auto found = names_.operand(part, scope);
            if (!found) return;
            add(operation == "=" ? use(*found).equal : use(*found).ranged, found->column);
            if (operation != "=") return;
        }
    }

    void comparison(Node node, const Scope& scope, bool certain) {
        const auto kind = node["kind"].text(), operation = operator_of(node);
        if (const Node row = node["lexpr"].as("RowExpr"); row && is_one_of(operation, {"=", "<", ">", "<=", ">="}))
            return row_comparison(row, operation, scope);
        const auto left = names_.operand(node["lexpr"], scope), right = names_.operand(node["rexpr"], scope);
        if (left && right && left->use == right->use) return;  // two columns of one row
        if (kind == "AEXPR_OP" && operation == "=" && left && right) {
            add(use(*left).joined, left->column);
            add(use(*right).joined, right->column);
            if (left->column.front() != '(' && right->column.front() != '(')
                roles_.pairs.push_back({left->use, left->column, right->use, right->column});
        } else if (left || right) {
            restriction(node, left ? *left : *right, left ? node["rexpr"] : node["lexpr"], certain);
        }
    }

    // A column or an expression of it beside something that is neither.
    void restriction(Node node, const Found& found, Node other, bool certain) {
        const auto kind = node["kind"].text(), operation = operator_of(node);
        const bool is_operator = kind == "AEXPR_OP", is_column = found.column.front() != '(';
        auto& own = use(found);
        if (is_column) note_parameters(kind, operation, other, own.table, found.column);
        if (operation == "=" && (is_operator || kind == "AEXPR_IN" || kind == "AEXPR_OP_ANY")) {
            add(is_column ? own.equal : own.equal_expressions, found.column);
            if (is_operator && certain && is_column) fix_constant(own, found.column, other);
        } else if (kind == "AEXPR_BETWEEN" || (is_operator && is_one_of(operation, {"<", ">", "<=", ">="}))) {
            add(own.ranged, found.column);
        } else if (kind == "AEXPR_LIKE" && operation == "~~") {
            const auto pattern = text_of(other);
            add(!pattern.empty() && pattern[0] != '%' && pattern[0] != '_' ? own.prefixes : own.patterns, found.column);
        } else if ((kind == "AEXPR_ILIKE" && operation == "~~*") || (is_operator && is_one_of(operation, {"~", "~*"}))) {
            add(own.patterns, found.column);
        } else if (is_operator && is_one_of(operation, {"@>", "<@", "&&", "?", "@@", "?|", "?&", "@?"})) {
            add(own.contained, found.column);
            if (is_one_of(operation, {"?", "?|", "?&"})) add(own.asked_for_keys, found.column);
        }
    }

    // Of a constant, or of a parameter whose value is known.
    std::string text_of(Node wrapped) const {
        const Node parameter = uncast(wrapped).as("ParamRef");
        return parameter ? value_of(values_, static_cast<int>(parameter["number"].integer())) : sql::constant_text(wrapped);
    }

    // $1 beside a column, in the places of IN and BETWEEN, or as an array of ANY.
    void note_parameters(std::string_view kind, std::string_view operation, Node other, const Table* table, const std::string& column) {
        const Node items = other.as("List")["items"];
        if (kind == "AEXPR_OP") {
            note_parameter(other, table, column, operation);
        } else if (kind == "AEXPR_OP_ANY" && operation == "=") {
            note_parameter(other, table, column, "= ANY");
        } else if (kind == "AEXPR_IN" && operation == "=") {
            for (const Node each : items) note_parameter(each, table, column, "=");
        } else if (kind == "AEXPR_BETWEEN") {
            bool is_first = true;
            for (const Node each : items) note_parameter(each, table, column, std::exchange(is_first, false) ? ">=" : "<=");
        }
    }

    void note_parameter(Node wrapped, const Table* table, std::string column, std::string_view operation) {
        if (const Node parameter = uncast(wrapped).as("ParamRef"))
            roles_.parameters.push_back({static_cast<int>(parameter["number"].integer()), table, std::move(column), std::string{operation}});
    }

    static void fix_constant(TableUse& own, const std::string& column, Node constant) {
        const Node value = constant.as("A_Const");
        const auto text = sql::constant_text(constant);
        if (!value || text.empty()) return;
        own.fixed.push_back({column, column + " = " + (value["sval"].exists() ? sql::quote_literal(text) : text)});
    }

    // Every column below, and every sub-select with its own scope.
    void references(Node node, const Scope& scope) {
        if (!node.exists()) return;
        if (node.key() == "ColumnRef") return reference(node, scope);
        if (node.key() == "SelectStmt") return select(node, &scope, node.parent().parent()["subLinkType"].text() == "EXISTS_SUBLINK");
        for (const Node child : node) references(child, scope);
    }

    void reference(Node node, const Scope& scope) {
        for (const Node field : node["fields"])
            if (field.tag() == "A_Star") return star(node, scope);
        if (const auto found = names_.column(node.parent(), scope))
            add(use(*found).read, found->column);
        else if (const auto whole = names_.whole_row(node, scope))
            roles_.uses[*whole].reads_all = true;
        else
            names_.note_unknown_column(node, scope);
    }

    // "*" or "alias.*".
    void star(Node reference, const Scope& scope) {
        const auto fields = reference["fields"];
        const auto alias = fields.size() > 1 ? (*fields.begin()).string() : std::string_view{};
        for (const auto number : scope.uses)
            if (alias.empty() || roles_.uses[number].alias == alias) roles_.uses[number].reads_all = true;
    }

    Names names_;
    const ParameterValues& values_;
    Roles& roles_;
    std::set<std::uint32_t> excluding_;  // sub-selects of NOT IN
};

}  // namespace

Roles roles_of(Node statement, const Tables& tables, const ParameterValues& values) {
    Roles roles;
    roles.limited = statement.inner()["limitCount"].exists();
    Reader{tables, values, roles}.statement(statement);
    return roles;
}

void add_call(Roles& roles, const Roles& other) {
    for (std::size_t i = 0; i < roles.uses.size(); ++i) {
        std::erase_if(roles.uses[i].fixed, [&](const FixedCondition& own) {
            if (i >= other.uses.size()) return true;
            const auto& theirs = other.uses[i].fixed;
            return std::none_of(theirs.begin(), theirs.end(), [&](const FixedCondition& each) { return each.text == own.text; });
        });
        if (i >= other.uses.size() || other.uses[i].table != roles.uses[i].table) continue;
        unite(roles.uses[i].prefixes, other.uses[i].prefixes);
        unite(roles.uses[i].patterns, other.uses[i].patterns);
    }
}

}  // namespace assay::query

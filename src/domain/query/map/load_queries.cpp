// Workloads to rows of the map: queries, and what each does with the tables and columns of the schema that it runs on.
#include <algorithm>
#include <map>

#include "domain/query/map/load.h"
#include "domain/query/map/schema_names.h"
#include "domain/query/model/query_calls.h"
#include "domain/query/model/statements.h"
#include "domain/query/model/workload.h"
#include "map/rows.h"
#include "sql/statement_name.h"
#include "sql/tree.h"

namespace assay::query {

namespace {

std::string_view kind_of(sql::Node statement) {
    const auto tag = statement.tag();
    return tag == "SelectStmt" ? "select" : tag == "InsertStmt" ? "insert" : tag == "UpdateStmt" ? "update" : tag == "DeleteStmt" ? "delete" : "";
}

// What a query reads and of which rows tells it from others better than the list that it gives: "select … from orders".
std::string name_of(std::string_view normal_form) {
    constexpr std::size_t most = 72, most_list = 24;
    constexpr std::string_view select = "select ", from = " from ";
    int depth = 0;
    if (normal_form.starts_with(select))
        for (std::size_t i = 0; i < normal_form.size(); ++i) {
            depth += (normal_form[i] == '(') - (normal_form[i] == ')');
            if (depth != 0 || !normal_form.substr(i).starts_with(from)) continue;
            if (i <= select.size() + most_list) break;
            return sql::statement_name("select …" + std::string{normal_form.substr(i)}, most);
        }
    return sql::statement_name(normal_form, most);
}

bool has_or(sql::Node statement) {
    bool found = false;
    statement.each("BoolExpr", [&](sql::Node expression) { found = found || expression["boolop"].text() == "OR_EXPR"; });
    return found;
}

// "*" or "alias.*" in the list at the top, or in RETURNING.
bool gives_star(sql::Node root) {
    const auto statement = root.inner();
    for (const auto* list : {"targetList", "returningList"})
        for (const sql::Node target : statement[list])
            for (const sql::Node field : target.as("ResTarget")["val"].as("ColumnRef")["fields"])
                if (field.tag() == "A_Star") return true;
    return false;
}

std::string_view usage_of(const Roles& roles, std::size_t use) {
    const bool target = use == 0 && roles.written && roles.uses[0].table == roles.written;
    if (!target || roles.write == Roles::Write::insert) return "read";
    return roles.write == Roles::Write::update ? "update" : "delete";
}

// Ids of the queries so far, by fingerprint.
using Known = std::map<std::string, std::int64_t, std::less<>>;

class Loader {
public:
    Loader(MapBuilder& builder, std::int64_t database_id, std::optional<std::int64_t> base, Known& known)
        : known_{known},
          database_id_{database_id},
          base_{base.value_or(0)},
          queries_{builder, "queries", database_id},
          uses_{builder, "query_tables", database_id},
          columns_{builder, "query_columns", database_id},
          joins_{builder, "query_joins", database_id},
          unknown_{builder, "query_unknown_names", database_id},
          places_{builder},
          plans_{builder.prepare("select p.id from plans p join databases d on d.id = p.database_id where p.statement = ? and d.source = ?")} {}

    void query(const Query& query, const Workload& workload, double whole, const sql::Parser& parser, const Tables* tables) {
        query_ = next();
        const std::string& text = query.samples.empty() ? query.text : query.samples[0].statement;
        const bool readable = sql::Tree::takes(text);
        const auto tree = sql::Tree::parse(parser, readable ? text : "");
        const auto statements = tree ? tree->root()["stmts"] : sql::Node{};
        // A text of several statements says nothing of each.
        const auto root = statements.size() == 1 ? (*statements.begin())["stmt"] : sql::Node{};
        const Roles roles = tables && root ? roles_of_calls(parser, query, *tables).value_or(Roles{}) : Roles{};
        const auto [known, is_new] = known_.try_emplace(query.fingerprint, query_);
        query_row(query, text, workload, whole, root, roles.limited, is_new ? 0 : known->second);
        if (!query.samples.empty() && !query.samples[0].location.file.empty())
            for (const auto id : {query_, known->second}) places_.add(id, query.samples[0].location);
        if (is_new) facts(roles);
    }

private:
    std::int64_t next() { return map_id::object(database_id_, ++last_); }
    std::int64_t relation(const Table& table) const { return map_id::object(base_, table.oid); }

    void query_row(const Query& query, const std::string& text, const Workload& workload, double whole, sql::Node root, bool limited,
                   std::int64_t repeats) {
        const bool timed = query.total_ms > 0;
        Rows& row = queries_.begin(query_);
        row.set("number", ++number_);
        row.set("name", name_of(query.text));
        row.set("text", query.text);
        row.set("statement", text);
        row.set("fingerprint", query.fingerprint);
        row.set("kind", kind_of(root));
        row.set("gives_star", gives_star(root));
        row.set("has_or", has_or(root));
        row.set("calls", static_cast<std::int64_t>(query.calls));
        if (timed) row.set("total_ms", query.total_ms);
        if (timed) row.set("mean_ms", query.mean_ms());
        row.set("jit_ms", query.jit_ms);
        row.set("share", whole > 0 ? (timed ? query.total_ms : static_cast<double>(query.calls)) / whole : 0);
        if (query.rows) row.set("returned_rows", static_cast<std::int64_t>(*query.rows));
        if (const auto databases = query.databases.ranked(); !databases.empty()) row.set("ran_in", databases[0].first);
        row.set("is_limited", limited);
        if (repeats != 0) row.set("repeats_id", repeats);
        if (const auto plan = query.slowest_plan ? plan_of(query, workload) : std::nullopt) row.set("plan_id", *plan);
        row.set("source", workload.format);
        row.insert();
    }

    std::optional<std::int64_t> plan_of(const Query& query, const Workload& workload) {
        plans_.reset();
        plans_.bind(1, std::string_view{query.text});
        plans_.bind(2, std::string_view{workload.sources[0]});
        return plans_.step() ? std::optional{plans_.integer(0)} : std::nullopt;
    }

    void facts(const Roles& roles) {
        std::vector<std::int64_t> ids;
        for (std::size_t i = 0; i < roles.uses.size(); ++i) {
            ids.push_back(table_row(*roles.uses[i].table, roles.uses[i].alias, usage_of(roles, i), roles.uses[i].reads_all));
            use(ids[i], roles.uses[i]);
        }
        if (roles.written) written(roles, ids);
        for (const auto& pair : roles.pairs) join(roles, pair);
        for (const auto& name : roles.unknown) {
            Rows& row = unknown_.begin(next());
            row.set("query_id", query_);
            if (name.table) row.set("relation_id", relation(*name.table));
            row.set("name", name.name);
            row.insert();
        }
    }

    void written(const Roles& roles, const std::vector<std::int64_t>& ids) {
        const bool inserts = roles.write == Roles::Write::insert;
        const auto id = inserts ? table_row(*roles.written, "", "insert", !roles.names_columns) : ids[0];
        list(id, *roles.written, "set", roles.set_columns);
        list(id, *roles.written, "conflict", roles.conflict_columns);
    }

    std::int64_t table_row(const Table& table, std::string_view alias, std::string_view usage, bool reads_all) {
        const auto id = next();
        Rows& row = uses_.begin(id);
        row.set("query_id", query_);
        row.set("relation_id", relation(table));
        row.set("alias", alias.empty() ? std::string_view{table.name} : alias);
        row.set("usage", usage);
        row.set("reads_all", reads_all);
        row.insert();
        return id;
    }

    void use(std::int64_t id, const TableUse& use) {
        const struct {
            const char* role;
            const std::vector<std::string>& columns;
        } lists[]{{"equality", use.equal},  {"range", use.ranged},      {"join", use.joined},           {"group", use.grouped},     {"read", use.read},
                  {"prefix", use.prefixes}, {"pattern", use.patterns}, {"containment", use.contained}, {"excluding", use.excluding}};
        for (const auto& [role, columns] : lists) list(id, *use.table, role, columns);
        int position = 0;
        for (const auto& order : use.ordered) column(id, *use.table, "order", order.column, ++position, {}, order.descending, order.nulls_first);
        position = 0;
        for (const auto& fixed : use.fixed) column(id, *use.table, "fixed", fixed.column, ++position, fixed.text);
        position = 0;
        for (const auto& each : use.equal_expressions) column(id, *use.table, "expression", argument(each), ++position, each);
    }

    // "email" of "(lower(email))".
    static std::string argument(std::string_view expression) {
        const auto open = expression.find('(', 1), close = expression.find(')');
        return open < close ? std::string{expression.substr(open + 1, close - open - 1)} : std::string{};
    }

    void list(std::int64_t id, const Table& table, const char* role, const std::vector<std::string>& columns) {
        int position = 0;
        for (const auto& name : columns) column(id, table, role, name, ++position);
    }

    void column(std::int64_t use_id, const Table& table, const char* role, const std::string& name, int position, std::string_view condition = {},
                bool descending = false, bool nulls_first = false) {
        const Column* found = table.find(name);
        if (!found) return;
        Rows& row = columns_.begin(next());
        row.set("query_id", query_);
        row.set("use_id", use_id);
        row.set("relation_id", relation(table));
        row.set("attribute_id", relation(table) | found->number);
        row.set("role", std::string_view{role});
        row.set("position", position);
        row.set("condition", condition);
        row.set("is_descending", descending);
        row.set("nulls_first", nulls_first);
        row.insert();
    }

    void join(const Roles& roles, const JoinPair& pair) {
        const Table &one = *roles.uses[pair.use].table, &other = *roles.uses[pair.other_use].table;
        Rows& row = joins_.begin(next());
        row.set("query_id", query_);
        row.set("attribute_id", relation(one) | one.find(pair.column)->number);
        row.set("other_attribute_id", relation(other) | other.find(pair.other_column)->number);
        row.insert();
    }

    Known& known_;
    std::int64_t database_id_, base_;
    std::int64_t last_ = 0, query_ = 0;
    int number_ = 0;
    Rows queries_, uses_, columns_, joins_, unknown_;
    PlaceRows places_;
    MapStatement plans_;
};

// The time of all queries; of a source without times, the calls.
double weight_of(const Workload& workload) {
    double ms = 0, calls = 0;
    for (const Query& query : workload.queries) {
        ms += query.total_ms;
        calls += static_cast<double>(query.calls);
    }
    return ms > 0 ? ms : calls;
}

}  // namespace

void load_queries(const Workspace& workspace, MapBuilder& builder) {
    auto workloads = workspace.all<Workload>();
    if (workloads.empty()) return;
    // What two of them have is told by the one that measured it.
    std::stable_partition(workloads.begin(), workloads.end(), [](const Workload* workload) { return workload->format != "SQL"; });
    Known known;
    const auto base = workload_base(builder.so_far());
    const auto tables = base ? std::optional{tables_on_map(builder.so_far(), *base)} : std::nullopt;
    for (const Workload* workload : workloads) {
        const std::string source = workload->sources.size() == 1 ? workload->sources[0] : workload->sources[0] + " and others";
        const auto id = builder.add_database("query", source, "workload", source, 0, "");
        builder.set_available(id, 'Q', "read", "");
        if (base) builder.set_base(id, *base);
        Loader loader{builder, id, base, known};
        const double whole = weight_of(*workload);
        const auto parsed = sql::with_parser_thread([&](const sql::Parser& parser) {
            for (const Query& query : workload->queries) loader.query(query, *workload, whole, parser, tables ? &*tables : nullptr);
        });
        if (!parsed) builder.set_available(id, 'Q', "not read", parsed.error().message);
    }
}

}  // namespace assay::query

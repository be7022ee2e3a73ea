// Statements to rows of the map, and what the schema beside them tells of each.
#include <algorithm>

#include "domain/query/map/load.h"
#include "domain/query/map/schema_names.h"
#include "domain/query/model/column_roles.h"
#include "domain/query/model/statements.h"
#include "map/rows.h"
#include "sql/parser.h"

namespace assay::query {

namespace {

class Schema {
public:
    Schema(const Map& map, std::int64_t database_id) : tables_{tables_on_map(map, database_id)}, keys_{unique_keys_on_map(map, database_id)} {}

    // What it says of the statement.
    void judge(const StatementText& statement) const {
        const Roles roles = roles_of(statement.root(), tables_);
        for (const auto& use : roles.uses) statement.known_exclusions += use.excluding.size();
        if (roles.uses.size() != 1) return;
        const auto [first, last] = keys_.equal_range(roles.uses[0].table->oid);
        statement.finds_one_row = std::any_of(first, last, [&](const auto& key) { return is_given(key.second, roles.uses[0].equal); });
    }

private:
    static bool is_given(const std::vector<std::string>& key, const std::vector<std::string>& equal) {
        return std::all_of(key.begin(), key.end(), [&](const auto& column) { return std::find(equal.begin(), equal.end(), column) != equal.end(); });
    }

    Tables tables_;
    UniqueKeys keys_;
};

}  // namespace

void load_statements(const Workspace& workspace, MapBuilder& builder) {
    const auto base = workload_base(builder.so_far());
    std::optional<Schema> schema;
    if (base && workspace.has(Statements::kind)) schema.emplace(builder.so_far(), *base);
    for (const Statements* statements : workspace.all<Statements>()) {
        const auto database_id = builder.add_database("query", statements->source, "statements", statements->source, 0, "");
        builder.set_available(database_id, 'Q', "read", "");
        Rows rows{builder, "statements", database_id};
        PlaceRows places{builder};
        int number = 0;
        // On a parser's stack: trees are as deep as what was written.
        if (schema)
            (void)sql::with_parser_thread([&](const sql::Parser&) {
                for (const auto& statement : statements->all) schema->judge(statement);
            });
        for (const auto& statement : statements->all) {
            statement.id = map_id::object(database_id, ++number);
            Rows& row = rows.begin(statement.id);
            row.set("number", number);
            row.set("text", statement.text);
            row.set("fingerprint", statement.fingerprint);
            if (statement.error) row.set("problem", statement.error->message);
            row.insert();
            places.add(statement.id, statement.place);
        }
    }
}

}  // namespace assay::query

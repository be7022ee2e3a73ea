// Statements to rows of the map.
#include "domain/query/map/load.h"
#include "domain/query/map/rows.h"
#include "domain/query/map/schema_names.h"
#include "domain/query/model/column_roles.h"
#include "domain/query/model/statements.h"

namespace assay::query {

namespace {

std::size_t known_exclusions(const StatementText& statement, const Tables& tables) {
    std::size_t known = 0;
    for (const auto& use : roles_of(statement.root(), tables).uses) known += use.excluding.size();
    return known;
}

}  // namespace

void load_statements(const Workspace& workspace, MapBuilder& builder) {
    const auto base = workload_base(builder.so_far());
    const auto tables = base && workspace.has(Statements::kind) ? tables_on_map(builder.so_far(), *base) : Tables{};
    for (const Statements* statements : workspace.all<Statements>()) {
        const auto database_id = builder.add_database("query", statements->source, "statements", statements->source, 0, "");
        builder.set_available(database_id, 'Q', "read", "");
        Rows rows{builder, "statements", database_id};
        PlaceRows places{builder};
        int number = 0;
        for (const auto& statement : statements->all) {
            statement.id = map_id::object(database_id, ++number);
            if (!tables.empty()) statement.known_exclusions = known_exclusions(statement, tables);
            Rows& row = rows.begin(statement.id);
            row.set("number", number);
            row.set("text", statement.text);
            row.set("fingerprint", statement.fingerprint);
            if (statement.error) row.set("problem", statement.error->message);
            row.insert();
            places.add(statement.id, statement.place.file, statement.place.line, statement.place.column);
        }
    }
}

}  // namespace assay::query

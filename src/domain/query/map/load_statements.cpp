// Statements to rows of the map.
#include "domain/query/map/load.h"
#include "map/rows.h"
#include "domain/query/model/statements.h"

namespace assay::query {

void load_statements(const Workspace& workspace, MapBuilder& builder) {
    for (const Statements* statements : workspace.all<Statements>()) {
        const auto database_id = builder.add_database("query", statements->source, "statements", statements->source, 0, "");
        builder.set_available(database_id, 'Q', "read", "");
        Rows rows{builder, "statements", database_id};
        PlaceRows places{builder};
        int number = 0;
        for (const auto& statement : statements->all) {
            statement.id = map_id::object(database_id, ++number);
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

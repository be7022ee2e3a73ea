// Migrations to rows of the map.
#include "domain/migration/map/load.h"

#include "domain/migration/model/migration.h"
#include "map/rows.h"

namespace assay::migration {

namespace {

std::string_view name(Scope scope) {
    constexpr std::string_view names[]{"none", "written", "wrapped", "implicit"};
    return names[static_cast<int>(scope)];
}

// Numbers what rules speak of, and gives how many that were.
std::int64_t number_statements(const Migrations& migrations) {
    std::int64_t number = 0;
    for (const auto& file : migrations.files)
        for (const auto& statement : file.statements) statement.id = map_id::object(migrations.database_id, ++number);
    return number;
}

class Loader {
public:
    Loader(const Migrations& migrations, std::int64_t numbered, MapBuilder& builder)
        : migrations_{migrations},
          objects_{numbered},
          files_{builder, "migration_files", migrations.database_id},
          statements_{builder, "migration_statements", migrations.database_id},
          locks_{builder, "migration_locks", migrations.database_id},
          places_{builder} {}

    void load() {
        int number = 0;
        for (const auto& file : migrations_.files) load_file(file, ++number);
    }

private:
    std::int64_t next() { return map_id::object(migrations_.database_id, ++objects_); }

    void load_file(const File& file, int number) {
        const auto id = next();
        Rows& row = files_.begin(id);
        row.set("number", number);
        row.set("path", file.path);
        row.set("reported", file.reported);
        row.set("scope", name(file.wrap));
        row.insert();
        int statement_number = 0;
        for (const auto& statement : file.statements) load_statement(statement, id, ++statement_number);
    }

    void load_statement(const Statement& statement, std::int64_t file_id, int number) {
        Rows& row = statements_.begin(statement.id);
        row.set("file_id", file_id);
        row.set("number", number);
        row.set("transaction_number", statement.transaction);
        row.set("scope", name(statement.scope));
        row.set("text", statement.text);
        if (statement.lock_timeout) row.set("lock_timeout", *statement.lock_timeout);
        if (statement.error) row.set("problem", statement.error->message);
        row.insert();
        places_.add(statement.id, statement.place);
        for (const auto& change : statement.changes) load_change(change, statement.id);
    }

    void load_change(const Change& change, std::int64_t statement_id) {
        for (const auto& lock : change.locks) {
            Rows& row = locks_.begin(next());
            row.set("statement_id", statement_id);
            row.set("relation", lock.relation);
            row.set("column", change.object);
            row.set("mode", migration::name(lock.mode));
            row.set("rewrites", change.rewrites);
            row.set("scans", change.scans);
            row.set("fresh", lock.relation == change.other ? change.other_fresh : change.fresh);
            row.insert();
        }
    }

    const Migrations& migrations_;
    std::int64_t objects_;
    Rows files_, statements_, locks_;
    PlaceRows places_;
};

}  // namespace

void load(const Workspace& workspace, MapBuilder& builder) {
    for (const auto* migrations : workspace.all<Migrations>()) {
        migrations->database_id =
            builder.add_database("migration", migrations->source, "migrations", migrations->source, migrations->version * 10000, "");
        builder.set_available(migrations->database_id, 'Q', "read", "");
        builder.later([migrations, numbered = number_statements(*migrations)](MapBuilder& map) { Loader{*migrations, numbered, map}.load(); });
    }
}

}  // namespace assay::migration

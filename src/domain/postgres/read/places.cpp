// Where the catalogue's objects stand: each row's transaction tells its statement, the statement's parse
// tree tells the column or constraint.
#include <algorithm>
#include <charconv>

#include "domain/postgres/read/script_loader.h"
#include "map/map.h"

namespace assay::postgres {

namespace {

struct LogEntry {
    std::int64_t transaction = 0;
    int number = 0;
};

std::int64_t integer(const std::optional<std::string>& text) {
    std::int64_t value = 0;
    if (text) std::from_chars(text->data(), text->data() + text->size(), value);
    return value;
}

Result<std::vector<LogEntry>> read_log(lab::Database& database) {
    auto connection = database.connect_as_superuser();
    if (!connection) return tl::unexpected(connection.error());
    auto rows = connection->query("select xmin::text::bigint, number from pg_assay.log order by 1");
    if (!rows) return tl::unexpected(rows.error());
    std::vector<LogEntry> log;
    for (int row = 0; row < rows->size(); ++row)
        log.push_back({rows->integer(row, 0), static_cast<int>(rows->integer(row, 1))});
    return log;
}

// The statement in whose transaction a row was written. A block inside it (a DO block's EXCEPTION) has a
// later number than the statement's own, and an earlier one than the next statement's.
const LogEntry* statement_of(const std::vector<LogEntry>& log, std::int64_t transaction) {
    auto after = std::upper_bound(log.begin(), log.end(), transaction,
                                  [](std::int64_t wanted, const LogEntry& entry) { return wanted < entry.transaction; });
    return after == log.begin() ? nullptr : &*std::prev(after);
}

// Within the statement, the definition of this column or constraint.
Location place_within(const RanStatement& statement, sql::ObjectKind kind, std::string_view name) {
    for (const auto& object : statement.objects) {
        if (object.kind != kind || object.action == sql::Action::drop || statement.text.empty()) continue;
        if (object.name.name == name || object.new_name == name)
            return sql::locate(statement.text, object.offset, statement.location);
    }
    return statement.location;
}

// A constraint without a name of its own is told by its columns.
Location constraint_place(const RanStatement& statement, std::string_view name, std::string_view columns) {
    const auto by_name = place_within(statement, sql::ObjectKind::constraint, name);
    if (!(by_name == statement.location)) return by_name;
    for (const auto& object : statement.objects) {
        if (object.kind != sql::ObjectKind::constraint || !object.name.name.empty() || statement.text.empty()) continue;
        std::string listed;
        for (const auto& column : object.columns) listed += (listed.empty() ? "" : ", ") + column;
        if (listed == columns) return sql::locate(statement.text, object.offset, statement.location);
    }
    return by_name;
}

}  // namespace

Result<void> ScriptLoader::place_objects() {
    if (!connection_) return {};
    const auto log = read_log(database_);
    if (!log) return tl::unexpected(log.error());
    for (const auto& set : catalogue_.rows) {
        const int id = set.column("id"), transaction = set.column("xid");
        if (id < 0 || transaction < 0) continue;
        const int attname = set.table == "attributes" ? set.column("attname") : -1;
        const int conname = set.table == "constraints" ? set.column("conname") : -1;
        const int columns = conname >= 0 ? set.column("columns") : -1;
        if (set.table == "extensions") {
            for (std::size_t row = 0; row < set.rows(); ++row)
                if (const auto made = extensions_.find(set.at(row, set.column("name")).value_or("")); made != extensions_.end())
                    catalogue_.places.emplace(integer(set.at(row, id)), made->second);
            continue;
        }
        for (std::size_t row = 0; row < set.rows(); ++row) {
            const auto* entry = statement_of(*log, integer(set.at(row, transaction)));
            if (!entry) continue;
            const auto& statement = ran_[static_cast<std::size_t>(entry->number)];
            Location place = statement.location;
            if (attname >= 0) place = place_within(statement, sql::ObjectKind::column, *set.at(row, attname));
            if (conname >= 0) place = constraint_place(statement, *set.at(row, conname), set.at(row, columns).value_or(""));
            catalogue_.places.emplace(integer(set.at(row, id)), std::move(place));
        }
    }
    return {};
}

}  // namespace assay::postgres

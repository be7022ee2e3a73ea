// The map: a workspace's facts as SQLite tables. This engine builds, versions and opens it; it knows no
// domain's tables.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/needs.h"
#include "core/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace assay {

// Ids of rows that mirror a catalogue's objects: the database in the high bits, its object id, a part's
// number (an attribute's) in the low 11. A row's database is told from its id alone.
namespace map_id {
inline constexpr int database_shift = 43;
inline constexpr int part_bits = 11;
constexpr std::int64_t database_of(std::int64_t id) { return id >> database_shift; }
constexpr std::int64_t base_of(std::int64_t database_id) { return database_id << database_shift; }
constexpr std::int64_t object(std::int64_t database_id, std::int64_t oid) {
    return base_of(database_id) | (oid << part_bits);
}
constexpr std::int64_t oid_of(std::int64_t id) {
    return (id & ((std::int64_t{1} << database_shift) - 1)) >> part_bits;
}
constexpr int part_of(std::int64_t id) { return static_cast<int>(id & ((1 << part_bits) - 1)); }
}  // namespace map_id

// A prepared statement on the map. Columns count from 0, parameters from 1.
class MapStatement {
public:
    MapStatement(sqlite3* database, std::string_view sql);  // ok() tells whether it prepared
    MapStatement(MapStatement&&) noexcept;
    ~MapStatement();

    bool ok() const { return statement_ != nullptr; }
    const std::string& error() const { return error_; }
    bool step();  // true while there is a row
    void reset();

    int columns() const;
    std::string_view column_name(int column) const;
    int column_index(std::string_view name) const;  // -1 when there is none
    // The table and its column that a column shows as it is, through views; empty where it is computed.
    std::pair<std::string_view, std::string_view> origin(int column) const;
    bool is_null(int column) const;
    std::int64_t integer(int column) const;
    double real(int column) const;
    std::string_view text(int column) const;  // valid until the next step

    void bind(int parameter, std::int64_t value);
    void bind(int parameter, double value);
    void bind(int parameter, std::string_view value);  // copied
    void bind_in_place(int parameter, std::string_view value);  // must outlive the next binding
    void bind_null(int parameter);

private:
    sqlite3_stmt* statement_ = nullptr;
    std::string error_;
};

// A database of SQLite in memory, used by one thread at a time and fit for preparing many statements.
bool open_in_memory(sqlite3*& database);
inline constexpr const char* kept_schema = "kept";  // where a map's twin has the tables that hide views

// A column of the map, as its table's definition declares it: "name type, -- S: what it holds".
struct MapColumn {
    std::string table;
    std::string name;
    std::string type;
    char fact_class = 'S';
    std::string description = {};
};
struct MapTable {
    std::string name;
    std::string description = {};
    bool is_view = false;
    std::vector<MapColumn> columns;
};

class Map {
public:
    ~Map();
    Map(const Map&) = delete;
    Map& operator=(const Map&) = delete;

    MapStatement prepare(std::string_view sql) const;
    // One value of the first row; empty when there is no row or it is NULL.
    std::optional<std::string> value(std::string_view sql) const;
    std::optional<std::string> value(std::string_view sql, std::int64_t parameter) const;

    // A statement, and which classes of facts it reads, as SQLite's authorizer reports them (through views
    // too), or why it cannot be prepared.
    struct Judged {
        MapStatement statement;
        Needs needs;
    };
    Result<Judged> judge(std::string_view sql) const;

    // Whether a class of facts of one database was read. Ids of the databases on the map.
    bool available(std::int64_t database_id, char fact_class) const;
    std::string why_not_available(std::int64_t database_id, char fact_class) const;
    const std::vector<std::int64_t>& databases() const;

    const std::vector<MapTable>& tables() const;
    // Writes the map to a file that SQLite opens.
    Result<void> save(const std::filesystem::path& file) const;
    // Opens a saved map; an Error when it is not one or of another major version.
    static Result<std::unique_ptr<Map>> open(const std::filesystem::path& file);

    sqlite3* handle() const { return database_; }

private:
    friend class MapBuilder;
    friend class MapImage;
    Map() = default;
    void note_what_was_read();
    sqlite3* database_ = nullptr;
    std::vector<MapTable> tables_;
    std::vector<std::int64_t> databases_;
    std::set<std::pair<std::int64_t, char>> read_;  // databases and classes of facts
    std::map<std::string, Needs, std::less<>> kept_;  // what the views need that kept tables hide
};

// Builds a map: definitions, rows, then views; after finish() it is read only.
class MapBuilder {
public:
    MapBuilder();
    ~MapBuilder();

    // Tables or views, as text with the comments that declare classes. A mistake in them is a
    // programmer's and ends the program.
    void define(std::string_view sql, std::string_view path);
    // A row of `databases`; returns its id.
    std::int64_t add_database(std::string_view domain, std::string_view source, std::string_view kind,
                              std::string_view name, int version, std::string_view role);
    // Temporary tables that hide views of the same names, so that many rules read what was worked out once.
    // They are no part of a saved map.
    void keep(std::string_view sql, std::string_view path);
    // Says whether a class was read: state is "read", "empty" or "not read".
    void set_available(std::int64_t database_id, char fact_class, std::string_view state,
                       std::string_view reason);
    // The source tells of what happened in that database: each knows what the other does, so that a rule which joins
    // the two may speak of rows of either.
    void set_base(std::int64_t database_id, std::int64_t base_id);
    // A statement for inserting; the caller binds and steps.
    MapStatement prepare(std::string_view sql);
    void execute(std::string_view sql);
    bool try_execute(std::string_view sql);  // false when it does not fit
    sqlite3* handle() const { return map_->database_; }
    const std::vector<MapTable>& tables() const { return map_->tables_; }
    const Map& so_far() const { return *map_; }

    std::unique_ptr<Map> finish();

private:
    std::unique_ptr<Map> map_;
};

}  // namespace assay

#include "map/map.h"

#include <fmt/core.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstdlib>

#include "core/catalogue.h"
#include "map/definitions.h"

namespace assay {

namespace {

constexpr int map_version = 1;  // PRAGMA user_version: the major version of the tables

[[noreturn]] void broken_definition(std::string_view where, const char* message) {
    fmt::print(stderr, "assay: {} does not fit the map: {}\n", where, message);
    std::abort();
}

// Statistics of memory that nobody reads cost a lock for each allocation.
void configure_once() {
    static const int configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    (void)configured;
}

void execute_or_abort(sqlite3* database, std::string_view sql, std::string_view where) {
    char* message = nullptr;
    if (sqlite3_exec(database, std::string{sql}.c_str(), nullptr, nullptr, &message) != SQLITE_OK)
        broken_definition(where, message ? message : sqlite3_errmsg(database));
}

}  // namespace

bool open_in_memory(sqlite3*& database) {
    configure_once();
    // One thread at a time uses a map: SQLite need not lock.
    if (sqlite3_open_v2(":memory:", &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr) != SQLITE_OK) return false;
    constexpr int slot_bytes = 1200, slots = 1000;  // for the many small pieces that preparing a statement takes
    sqlite3_db_config(database, SQLITE_DBCONFIG_LOOKASIDE, nullptr, slot_bytes, slots);
    return true;
}

MapStatement::MapStatement(sqlite3* database, std::string_view sql) {
    const char* tail = nullptr;
    if (sqlite3_prepare_v2(database, sql.data(), static_cast<int>(sql.size()), &statement_, &tail) !=
        SQLITE_OK)
        error_ = sqlite3_errmsg(database);
    else if (!statement_)
        error_ = "no statement";
}
MapStatement::MapStatement(MapStatement&& other) noexcept
    : statement_{std::exchange(other.statement_, nullptr)}, error_{std::move(other.error_)} {}
MapStatement::~MapStatement() { sqlite3_finalize(statement_); }

bool MapStatement::step() {
    if (!statement_) return false;
    const int code = sqlite3_step(statement_);
    if (code != SQLITE_ROW && code != SQLITE_DONE) error_ = sqlite3_errmsg(sqlite3_db_handle(statement_));
    return code == SQLITE_ROW;
}
void MapStatement::reset() { sqlite3_reset(statement_); }
std::pair<std::string_view, std::string_view> MapStatement::origin(int column) const {
    const char* table = sqlite3_column_table_name(statement_, column);
    const char* name = sqlite3_column_origin_name(statement_, column);
    return {table ? table : "", name ? name : ""};
}

int MapStatement::columns() const { return sqlite3_column_count(statement_); }
std::string_view MapStatement::column_name(int column) const {
    return sqlite3_column_name(statement_, column);
}
int MapStatement::column_index(std::string_view wanted) const {
    for (int i = 0; i < columns(); ++i)
        if (column_name(i) == wanted) return i;
    return -1;
}
bool MapStatement::is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}
std::int64_t MapStatement::integer(int column) const { return sqlite3_column_int64(statement_, column); }
double MapStatement::real(int column) const { return sqlite3_column_double(statement_, column); }
std::string_view MapStatement::text(int column) const {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    if (!bytes) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}
void MapStatement::bind(int parameter, std::int64_t value) {
    sqlite3_bind_int64(statement_, parameter, value);
}
void MapStatement::bind(int parameter, double value) { sqlite3_bind_double(statement_, parameter, value); }
// A view of nothing points nowhere, which SQLite would take for NULL.
void MapStatement::bind(int parameter, std::string_view value) {
    sqlite3_bind_text(statement_, parameter, value.empty() ? "" : value.data(), static_cast<int>(value.size()), SQLITE_TRANSIENT);
}
void MapStatement::bind_in_place(int parameter, std::string_view value) {
    sqlite3_bind_text(statement_, parameter, value.empty() ? "" : value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
}
void MapStatement::bind_null(int parameter) { sqlite3_bind_null(statement_, parameter); }

Map::~Map() { sqlite3_close_v2(database_); }

MapStatement Map::prepare(std::string_view sql) const { return {database_, sql}; }

std::optional<std::string> Map::value(std::string_view sql) const {
    auto statement = prepare(sql);
    if (!statement.step() || statement.is_null(0)) return {};
    return std::string{statement.text(0)};
}

std::optional<std::string> Map::value(std::string_view sql, std::int64_t parameter) const {
    auto statement = prepare(sql);
    if (!statement.ok()) return {};
    statement.bind(1, parameter);
    if (!statement.step() || statement.is_null(0)) return {};
    return std::string{statement.text(0)};
}

const std::vector<MapTable>& Map::tables() const { return tables_; }

namespace {

struct Reading {
    const std::vector<MapTable>& tables;
    const std::map<std::string, Needs, std::less<>>& kept;
    Needs needs = {};
    std::string table = {};  // asked about last: its columns come one after another
    const MapTable* known = nullptr;
};

int note_read(void* context, int action, const char* table, const char* column, const char* schema,
              const char*) {
    if (action != SQLITE_READ || !table) return SQLITE_OK;
    auto& reading = *static_cast<Reading*>(context);
    if (schema && (std::string_view{schema} == "temp" || std::string_view{schema} == kept_schema)) {
        const auto view = reading.kept.find(std::string_view{table});
        if (view != reading.kept.end()) reading.needs = reading.needs | view->second;
        return SQLITE_OK;
    }
    if (reading.table != table) {
        reading.table = table;
        const auto found = std::find_if(reading.tables.begin(), reading.tables.end(), [&](const MapTable& known) { return known.name == reading.table; });
        reading.known = found == reading.tables.end() ? nullptr : &*found;
    }
    if (!reading.known || reading.known->is_view || reading.known->columns.empty()) return SQLITE_OK;
    // count(*) reads no column by name: the table's first column stands for its class.
    const MapColumn* found = &reading.known->columns.front();
    for (const auto& candidate : reading.known->columns)
        if (column && candidate.name == column) found = &candidate;
    reading.needs.add(found->fact_class);
    return SQLITE_OK;
}

}  // namespace

Result<Map::Judged> Map::judge(std::string_view sql) const {
    Reading reading{tables_, kept_, {}};
    sqlite3_set_authorizer(database_, note_read, &reading);
    MapStatement statement{database_, sql};
    sqlite3_set_authorizer(database_, nullptr, nullptr);
    if (!statement.ok()) return fail(statement.error());
    return Judged{std::move(statement), reading.needs};
}

bool Map::available(std::int64_t database_id, char fact_class) const { return read_.contains({database_id, fact_class}); }

std::string Map::why_not_available(std::int64_t database_id, char fact_class) const {
    auto statement = prepare("select reason from available where database_id = ? and class = ?");
    statement.bind(1, database_id);
    statement.bind(2, std::string_view{&fact_class, 1});
    if (statement.step()) return std::string{statement.text(0)};
    return {};
}

const std::vector<std::int64_t>& Map::databases() const { return databases_; }

// Every rule asks for these.
void Map::note_what_was_read() {
    auto ids = prepare("select id from databases order by id");
    while (ids.step()) databases_.push_back(ids.integer(0));
    auto classes = prepare("select database_id, class from available where state <> 'not read'");
    while (classes.step())
        if (!classes.text(1).empty()) read_.emplace(classes.integer(0), classes.text(1).front());
}

Result<void> Map::save(const std::filesystem::path& file) const {
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
    // A read-only map lets nothing be written, not even another file: for this moment it is not.
    sqlite3_exec(database_, "pragma query_only = 0", nullptr, nullptr, nullptr);
    auto statement = prepare("vacuum into ?");
    statement.bind(1, file.string());
    statement.step();
    sqlite3_exec(database_, "pragma query_only = 1", nullptr, nullptr, nullptr);
    if (!statement.error().empty()) return fail(statement.error(), {file.string()});
    return {};
}

Result<std::unique_ptr<Map>> Map::open(const std::filesystem::path& file) {
    std::unique_ptr<Map> map{new Map};
    if (sqlite3_open_v2(file.c_str(), &map->database_, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK)
        return fail(sqlite3_errmsg(map->database_), {file.string()});
    const auto version = map->value("pragma user_version");
    if (!version) return fail("not a saved map", {file.string()});
    if (*version != std::to_string(map_version))
        return fail(fmt::format("a map of version {}, expected {}", *version, map_version), {file.string()});
    map->tables_ = read_definitions(map->value("select group_concat(sql, char(10)) from map_definitions").value_or(""));
    map->note_what_was_read();
    return map;
}

MapBuilder::MapBuilder() : map_{new Map} {
    if (!open_in_memory(map_->database_)) broken_definition("SQLite", sqlite3_errmsg(map_->database_));
    execute(fmt::format("pragma user_version = {}; pragma synchronous = off; pragma journal_mode = off; pragma temp_store = memory",
                        map_version));
    // The definitions travel with a saved map: they declare the classes.
    execute("create table map_definitions (path text not null, sql text not null)");
    execute("begin");
    define(catalogue::text("map/tables.sql"), "map/tables.sql");
}
MapBuilder::~MapBuilder() = default;

void MapBuilder::define(std::string_view sql, std::string_view path) {
    if (sql.empty()) return;
    execute_or_abort(handle(), sql, path);
    auto keep = prepare("insert into map_definitions values (?, ?)");
    keep.bind(1, path);
    keep.bind(2, sql);
    keep.step();
    for (auto& table : read_definitions(sql)) map_->tables_.push_back(std::move(table));
}

void MapBuilder::keep(std::string_view sql, std::string_view path) {
    execute_or_abort(handle(), sql, path);
    auto made = prepare("select name from temp.sqlite_schema where type = 'table'");
    while (made.step()) {
        const std::string name{made.text(0)};
        if (auto view = map_->judge("select * from main." + name)) map_->kept_[name] = view->needs;
    }
}

std::int64_t MapBuilder::add_database(std::string_view domain, std::string_view source,
                                      std::string_view kind, std::string_view name, int version,
                                      std::string_view role) {
    auto insert = prepare(
        "insert into databases (domain, source, kind, name, version, role) values (?, ?, ?, ?, ?, ?)");
    insert.bind(1, domain);
    insert.bind(2, source);
    insert.bind(3, kind);
    insert.bind(4, name);
    insert.bind(5, std::int64_t{version});
    insert.bind(6, role);
    insert.step();
    return sqlite3_last_insert_rowid(handle());
}

void MapBuilder::set_available(std::int64_t database_id, char fact_class, std::string_view state,
                               std::string_view reason) {
    auto insert = prepare("insert or replace into available values (?, ?, ?, ?)");
    insert.bind(1, database_id);
    insert.bind(2, std::string_view{&fact_class, 1});
    insert.bind(3, state);
    insert.bind(4, reason);
    insert.step();
}

void MapBuilder::set_base(std::int64_t database_id, std::int64_t base_id) {
    execute(fmt::format("insert into bases values ({0}, {1});"
                        "insert or ignore into available select {1}, class, state, reason from available where database_id = {0};"
                        "insert or ignore into available select {0}, class, state, reason from available where database_id = {1}",
                        database_id, base_id));
}

MapStatement MapBuilder::prepare(std::string_view sql) {
    MapStatement statement{handle(), sql};
    if (!statement.ok()) broken_definition(sql, statement.error().c_str());
    return statement;
}

void MapBuilder::execute(std::string_view sql) { execute_or_abort(handle(), sql, sql); }

bool MapBuilder::try_execute(std::string_view sql) {
    return sqlite3_exec(handle(), std::string{sql}.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
}

std::unique_ptr<Map> MapBuilder::finish() {
    execute("commit");
    execute("pragma analysis_limit = 400; analyze; analyze temp");
    execute("pragma query_only = 1");
    map_->note_what_was_read();
    return std::move(map_);
}

}  // namespace assay

#include "map/twin.h"

#include <fmt/core.h>
#include <sqlite3.h>

namespace assay {

void MapImage::Pages::Free::operator()(unsigned char* all) const { sqlite3_free(all); }

MapImage::Pages::Pages(sqlite3* database, const char* schema) : bytes{sqlite3_serialize(database, schema, &size, 0)} {}

bool MapImage::Pages::give_to(sqlite3* database, const char* schema) {
    return bytes && sqlite3_deserialize(database, schema, bytes.release(), size, size, SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_READONLY) == SQLITE_OK;
}

MapImage::MapImage(const Map& map) : main_{map.handle(), "main"}, kept_{map.handle(), "temp"}, facts_{new Map} {
    facts_->tables_ = map.tables_;
    facts_->databases_ = map.databases_;
    facts_->read_ = map.read_;
    facts_->kept_ = map.kept_;
}

std::unique_ptr<Map> MapImage::open(const std::function<void(sqlite3*)>& functions) {
    auto map = std::move(facts_);
    if (!open_in_memory(map->database_)) return nullptr;
    functions(map->database_);
    if (!main_.give_to(map->database_, "main")) return nullptr;
    // A connection's own temporary tables cannot be given to it: they stand beside, and views lead there.
    const auto run = [&](const std::string& sql) { return sqlite3_exec(map->database_, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK; };
    if (!map->kept_.empty() && (!run(fmt::format("attach ':memory:' as {}", kept_schema)) || !kept_.give_to(map->database_, kept_schema))) return nullptr;
    for (const auto& [name, needs] : map->kept_)
        if (!run(fmt::format("create temp view {0} as select * from {1}.{0}", name, kept_schema))) return nullptr;
    run("pragma query_only = 1");
    return map;
}

}  // namespace assay

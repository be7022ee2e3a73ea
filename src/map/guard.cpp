#include "map/guard.h"

#include <sqlite3.h>

#include <string_view>

namespace assay {

namespace {

constexpr int steps_between_looks = 20'000;
constexpr int text_bytes = 8 << 20;

int only_reading(void*, int action, const char*, const char* function, const char*, const char*) {
    switch (action) {
        case SQLITE_SELECT:
        case SQLITE_READ:
        case SQLITE_RECURSIVE:
            return SQLITE_OK;
        case SQLITE_FUNCTION:
            return function && std::string_view{function} == "load_extension" ? SQLITE_DENY : SQLITE_OK;
        default:
            return SQLITE_DENY;
    }
}

}  // namespace

MapGuard::MapGuard(const Map& map, Milliseconds time, std::function<bool()> stop)
    : database_{map.handle()}, time_{time}, stop_{std::move(stop)}, length_before_{sqlite3_limit(database_, SQLITE_LIMIT_LENGTH, text_bytes)} {
    sqlite3_set_authorizer(database_, only_reading, nullptr);
    sqlite3_progress_handler(database_, steps_between_looks, must_end, this);
}

MapGuard::~MapGuard() {
    sqlite3_progress_handler(database_, 0, nullptr, nullptr);
    sqlite3_set_authorizer(database_, nullptr, nullptr);
    sqlite3_limit(database_, SQLITE_LIMIT_LENGTH, length_before_);
}

int MapGuard::must_end(void* guard) {
    const auto& self = *static_cast<MapGuard*>(guard);
    return self.time_.spent() || self.stop_();
}

}  // namespace assay

// Guard: while it lives, statements on a map can only read the map, and not for long: for queries of others.
#pragma once

#include <functional>

#include "map/map.h"
#include "world/clock.h"

namespace assay {

class MapGuard {
public:
    // No other file is attached, nothing is set or written; a statement ends with an error when the time is over or
    // `stop` says so. Texts are bounded. One guard on a map at a time.
    MapGuard(const Map& map, Milliseconds time, std::function<bool()> stop = [] { return false; });
    ~MapGuard();
    MapGuard(const MapGuard&) = delete;
    MapGuard& operator=(const MapGuard&) = delete;

private:
    static int must_end(void* guard);
    sqlite3* database_;
    Budget time_;
    std::function<bool()> stop_;
    int length_before_;
};

}  // namespace assay

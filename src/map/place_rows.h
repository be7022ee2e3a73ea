// PlaceRows: rows of `places`, which say where in a file a thing stands.
#pragma once

#include <cstdint>

#include "core/result.h"
#include "map/map.h"

namespace assay {

// The first place of a thing counts.
class PlaceRows {
public:
    explicit PlaceRows(MapBuilder& builder) : insert_{builder.prepare("insert or ignore into places values (?, ?, ?, ?)")} {}
    void add(std::int64_t id, const Location& place) {
        insert_.bind(1, id);
        insert_.bind(2, std::string_view{place.file});
        insert_.bind(3, std::int64_t{place.line});
        insert_.bind(4, std::int64_t{place.column});
        insert_.step();
        insert_.reset();
    }

private:
    MapStatement insert_;
};

}  // namespace assay

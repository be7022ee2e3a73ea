// Twin: a map's rows on a connection of their own, so that a second thread can run rules over them.
#pragma once

#include <functional>
#include <memory>

#include "map/map.h"

namespace assay {

// The pages of a finished map, copied; nothing of the map is held after that.
class MapImage {
public:
    explicit MapImage(const Map& map);
    // A map of the same rows, kept tables included, read only, for the thread that asks. Once for each image; `functions`
    // registers what domains add to SQL. nullptr when SQLite has not the memory.
    std::unique_ptr<Map> open(const std::function<void(sqlite3*)>& functions);

private:
    struct Pages {
        Pages(sqlite3* database, const char* schema);
        // They become a schema of another connection.
        bool give_to(sqlite3* database, const char* schema);

        struct Free {
            void operator()(unsigned char* bytes) const;
        };
        long long size = 0;  // known before the bytes are: they are made with it
        std::unique_ptr<unsigned char, Free> bytes;
    };

    Pages main_, kept_;
    std::unique_ptr<Map> facts_;  // what is known of the rows beside them
};

}  // namespace assay

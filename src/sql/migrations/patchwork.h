// Patchwork: SQL put together of a file's own bytes and of what parts of it stand for; lines stay where they are.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sql/replaced.h"

namespace assay::sql {

class Patchwork {
public:
    explicit Patchwork(std::string_view original) : original_{original} {}

    // These bytes of the file are SQL as they stand.
    void keep(std::size_t begin, std::size_t end) { patches_.push_back({begin, end, {}, true}); }
    // These stand for other SQL.
    void put(std::size_t begin, std::size_t end, std::string sql) { patches_.push_back({begin, end, std::move(sql), false}); }

    // All else is left out but for its line ends. A patch that begins within another is left out.
    Replaced finish();

private:
    struct Patch {
        std::size_t begin, end;
        std::string sql;
        bool kept;
    };
    std::string_view original_;
    std::vector<Patch> patches_;
};

}  // namespace assay::sql

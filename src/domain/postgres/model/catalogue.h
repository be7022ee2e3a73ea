// Catalogue: what was read of one PostgreSQL database, as the rows of its catalogue queries.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/workspace.h"

namespace assay::lab {
class Database;
}

namespace assay::postgres {

// The rows of one query of read/catalogue/, meant for the map's table of the same name. Values are as the
// server prints them; ids are object ids shifted as map_id says, without the database's bits.
struct RowSet {
    std::string table;
    std::vector<std::string> columns;
    std::vector<bool> is_boolean;
    std::vector<std::optional<std::string>> values;  // row by row

    std::size_t rows() const { return columns.empty() ? 0 : values.size() / columns.size(); }
    int column(std::string_view name) const {
        for (std::size_t i = 0; i < columns.size(); ++i)
            if (columns[i] == name) return static_cast<int>(i);
        return -1;
    }
    const std::optional<std::string>& at(std::size_t row, int column) const {
        return values[row * columns.size() + static_cast<std::size_t>(column)];
    }
};

// Something to say about a statement of a file: it failed, was refused, was rewritten …
struct LoadNote {
    std::string kind;  // failed, refused, cut_off, unread, stubbed, rewritten, skipped, template
    Location location;
    std::string statement;
    std::string message;
    std::string hint = {};
    std::string sqlstate = {};
    int cause = 0;     // number of the note that this follows from, counted from 1; 0: none
};

// Whether a class of facts was read.
struct Availability {
    char fact_class;
    std::string state;   // read, empty, not read
    std::string reason;  // why not
};

struct Catalogue : ModelOf<Catalogue> {
    static constexpr ModelKind kind{"PostgreSQL schema"};

    std::string source;       // as named or found
    std::string source_kind;  // "live" or "file"
    std::string name;         // of the database, or the source's
    std::string role;         // who read it
    int version = 0;          // 150018
    std::vector<RowSet> rows;
    std::vector<Availability> available;
    std::vector<LoadNote> notes;
    std::map<std::int64_t, Location> places;  // by id without the database's bits

    // Where it stands in the lab; for a live system made when the first experiment asks for it.
    mutable std::shared_ptr<lab::Database> laboratory;
    std::string conninfo;     // of a live system; never printed

    // Set while loading the map.
    mutable std::int64_t database_id = 0;

    const RowSet* find(std::string_view table) const {
        for (const auto& set : rows)
            if (set.table == table) return &set;
        return nullptr;
    }
};

}  // namespace assay::postgres

// A schema of another engine as PostgreSQL takes it, and what is lost on the way: readers of engines make it, one writer
// and the lab go on from there.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace assay::migration {

// What a loss costs where nobody looks at it; the order is the report's.
enum class Harm : unsigned char { data, behaviour, speed, note };
std::string_view name(Harm harm);

struct LossKind {
    std::string_view id;      // "case-insensitive-key"
    Harm harm;
    std::string_view title;   // a noun phrase: what is lost
    std::string_view advice;  // a sentence: what to do
};

struct Loss {
    const LossKind* kind = nullptr;
    std::string object;        // "orders.state", as the source names it
    std::string detail = {};   // what is lost here, where the title does not say it
    std::string statement = {};  // SQL that brings it back, where that can be written
    Location place = {};
    std::string owner = {};    // the object of the result that it belongs to: "orders"
};

namespace target {

struct Name {
    std::string schema = {};  // empty: the only one
    std::string name = {};
    bool operator==(const Name&) const = default;
    std::string shown() const { return schema.empty() ? name : schema + "." + name; }
    std::string quoted() const;
};

// Texts of types and expressions are PostgreSQL's; names are not quoted yet.
struct Type {  // an enum
    Name name;
    std::vector<std::string> labels;
    Location place;
};

struct Column {
    std::string name, type;
    bool not_null = false;
    bool identity = false;
    std::string default_value = {}, generated = {}, comment = {};
    bool set_on_update = false;  // to the time, by a trigger
    Location place = {};
};

struct Key {
    enum class Kind : unsigned char { primary, unique, index };
    Kind kind = Kind::index;
    std::string name = {};
    std::vector<std::string> parts = {};  // SQL: a quoted column or an expression in parentheses, with DESC
    bool plain = true;                    // the parts are columns: it can be a constraint
    std::string method = {};              // empty: btree
    std::string comment = {};
    Location place = {};
};

struct ForeignKey {
    std::string name;
    std::vector<std::string> columns;
    Name parent;
    std::vector<std::string> parent_columns;
    std::string on_delete, on_update;  // SQL's words, empty where nothing is said
    Location place;
};

struct Check {
    std::string name, expression;
    Location place;
};

struct Partition {
    std::string name, bounds;  // "FOR VALUES FROM (1) TO (10)"
};

struct Table {
    Name name;
    std::vector<Column> columns = {};
    std::vector<Key> keys = {};
    std::vector<ForeignKey> foreign_keys = {};
    std::vector<Check> checks = {};
    std::string comment = {};
    std::string partitioned_by = {};  // "RANGE (year)"
    std::vector<Partition> partitions = {};
    std::string identity_next = {};   // the number that the next row is given
    Location place = {};
};

struct View {
    Name name;
    std::vector<std::string> columns;
    std::string query;
    Location place;
};

struct Sequence {
    Name name;
    std::string options;
    Location place;
};

struct Schema {
    std::vector<std::string> schemas = {};     // to be made; none where all is in one
    std::vector<std::string> preparations = {};  // extensions and collations
    std::vector<Type> types = {};
    std::vector<Sequence> sequences = {};
    std::vector<Table> tables = {};
    std::vector<View> views = {};
};

}  // namespace target

// In the order in which they run; rows come after `tables`.
enum class Phase : unsigned char { preparation, tables, keys, foreign_keys, rest };

struct ConvertedStatement {
    std::string sql;
    Phase phase = Phase::tables;
    std::string owner = {};  // the object that it is about
    Location from = {};
    std::string error = {};  // what the lab said when it failed
};

struct LoadedTable {
    std::string name;
    std::int64_t rows = 0;    // that the source has
    std::int64_t loaded = 0;  // that are in the lab
};

// What was there and has no counterpart in the result, or could not be read.
struct Unconverted {
    std::string what;  // "trigger", "statement"
    std::string name;
    std::string reason;
    Location place;
};

struct Conversion {
    std::string source;            // the file
    std::string engine;            // "MySQL 8.0.36", where it says so
    target::Schema schema = {};
    std::vector<ConvertedStatement> statements = {};
    std::vector<Loss> losses = {};
    std::vector<Unconverted> unconverted = {};
    std::vector<LoadedTable> loaded = {};  // empty where rows were not asked for
    std::int64_t rows_in_source = 0;
    std::string tried_on = {};             // "PostgreSQL 15.18"; empty: not tried
    double seconds = 0;

    std::size_t failed() const;
};

}  // namespace assay::migration

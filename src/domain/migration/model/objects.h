// Model: a schema as objects that are told by their names and have facts, which is what two schemas are compared by.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"

namespace assay::migration::diff {

// In the order in which a schema is written; each has its query, diff/objects/<name>.sql.
enum class Kind : unsigned char {
    schema, extension, type, sequence, table, column, constraint, index, view, function, trigger, policy, rule, statistics, publication,
    default_privileges, other
};
inline constexpr std::array<std::string_view, 17> kind_names{
    "schema", "extension", "type", "sequence", "table", "column", "constraint", "index", "view", "function", "trigger", "policy", "rule",
    "statistics", "publication", "default_privileges", "other"};

struct Object {
    Kind kind;
    std::string name;         // for statements: quoted and with its schema; "total_positive on public.orders"
    std::int64_t id = 0;      // of its row on the map
    int parent = -1;          // of a column, constraint, index …: its table
    bool derived = false;     // a parent's has made it: what a partition has of its partitioned table
    Location place = {};      // of the statement that made or last changed it, in files
    std::map<std::string, std::string, std::less<>> facts = {};  // those that begin with _ are not compared

    // Empty where it has none.
    const std::string& fact(std::string_view wanted) const;
    bool has(std::string_view wanted) const { return facts.contains(wanted); }
};

// Object `dependent` needs `needed`: indexes into Model::objects.
struct Need {
    int dependent;
    int needed;
    bool soft = false;  // told from a function's text: does not keep the one from being made before the other
};

struct Model {
    std::vector<Object> objects;
    std::vector<Need> needs;
    int version = 0;  // of the server, 150018

    int find(Kind kind, std::string_view name) const;  // -1 when there is none
    const Object* parent_of(const Object& object) const { return object.parent < 0 ? nullptr : &objects[static_cast<std::size_t>(object.parent)]; }

    std::map<std::pair<Kind, std::string>, int, std::less<>> by_name;
};

// As a sentence names it: "table orders", "column orders.total", "view audit.daily".
std::string spoken(const Object& object);

}  // namespace assay::migration::diff

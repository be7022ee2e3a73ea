// NodeTree: a tree as the server prints its own (nodeToString, src/backend/nodes/outfuncs.c), and the objects it names.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace assay::postgres::live {

using Oid = std::uint32_t;

// The objects that run, or are read, when what the tree says is planned and executed.
struct NamedObjects {
    std::set<Oid> functions, operators, types, relations, samplers;
    std::map<Oid, std::set<int>> columns;  // read of a relation, by their numbers; 0: the row as a whole
    std::set<std::string> settings;        // that current_setting() asks for; "" for a name that is only known later
    bool makes_json = false;
};

// Fails for what is no such tree, is larger than limits::node_tree_bytes, holds a kind of node or an id that is not
// known here, or does anything but read (its queries are SELECTs without row locks).
Result<NamedObjects> named_objects(std::string_view tree);

}  // namespace assay::postgres::live

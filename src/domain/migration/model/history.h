// History: the versions of a folder, how each goes back, what git has released of them, and what a server's book says was applied.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/workspace.h"
#include "sql/migration_folder.h"

namespace assay::migration {

struct Version {
    std::string version;                    // "20240101120000", "1.2", a revision's id; empty: repeatable
    std::string name;                       // of the file, below the folder
    std::string path;
    std::vector<std::string> parents = {};  // versions that it builds on, where the tool keeps a graph
    std::string down = {};                  // where it says how to go back: a path, or "the same file"; empty: it does not
    std::string stuck = {};                 // why going back does nothing or fails
    std::vector<std::string> lost = {};     // what it takes away with its rows or values: "orders.note"
    std::string checksum = {};              // as its tool counts it; empty where the tool keeps none
    bool released = false;                  // git has it on the branch that is released
    bool edited = false;                    // it was released, and is another text now
};

struct History : ModelOf<History> {
    static constexpr ModelKind kind{"history of migrations"};

    std::string source;
    sql::Convention convention = sql::Convention::single;
    bool known_to_git = false;
    bool is_graph = false;          // order follows parents, not names
    std::vector<Version> versions;  // in the order in which they are applied

    // Versions that no other builds on: more than one, and the tool does not know which comes last.
    std::vector<const Version*> heads() const;
    // The tool can go back, and these files use it.
    bool goes_back() const;
};

// One line of the book that the tool keeps in the database.
struct AppliedVersion {
    std::string version;
    std::string name = {};
    std::string checksum = {};
    bool failed = false;
};

struct Applied : ModelOf<Applied> {
    static constexpr ModelKind kind{"book of applied migrations"};

    std::string table;   // "flyway_schema_history"
    std::string server;  // its address, without a password
    std::vector<AppliedVersion> versions;

    const AppliedVersion* find(const Version& version) const;
};

}  // namespace assay::migration

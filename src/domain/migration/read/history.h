// Reading the history of a folder: versions and their ways back, what git says of them, revision graphs, books of servers.
#pragma once

#include <memory>
#include <string>

#include "domain/migration/model/history.h"
#include "domain/migration/model/migration.h"
#include "domain/migration/read/released.h"

namespace assay::migration {

std::unique_ptr<History> history_of(const Migrations& migrations, const std::optional<Released>& released);

// A migration of Alembic or Django: the part of its Python that says what it is and builds on. Nothing where it is none.
struct Revision {
    std::string id;
    std::vector<std::string> parents;
    bool goes_back = false;
    std::string stuck = {};
};
std::optional<Revision> alembic_revision(std::string_view text);
std::optional<Revision> django_migration(std::string_view text, std::string_view file_name);

// Python files as a history; nothing where they hold no revisions.
struct PythonFile {
    std::string path, text;
};
std::unique_ptr<History> history_of_revisions(const std::vector<PythonFile>& files);
std::vector<PythonFile> python_files(const std::string& folder);

// What the tools' tables say on this server: read, and nothing else. Nothing where it has no such table.
Result<std::unique_ptr<Applied>> read_applied(const std::string& conninfo, sql::Convention convention);

// The version that a file's name states: "1.2" of V1_2__x.sql, the digits otherwise.
std::string version_in(std::string_view name, sql::Convention convention);

}  // namespace assay::migration

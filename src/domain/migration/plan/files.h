// A plan as files of the tool that will run it: one for each step, in a folder for each release.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/migration/model/plan.h"

namespace assay::migration {

struct PlanFile {
    std::string path;  // "release_1/V20260102030405__alter_type_01_expand.sql"
    std::string text;
};

// What --write may say.
const std::vector<std::string_view>& plan_tools();

struct FileOptions {
    std::string tool;         // one of them
    double unix_seconds = 0;  // versions count on from here
    std::string after = {};   // Alembic: the revision that the first file follows
};

// In the order in which they are to be run. A release holds the files that go out together: before each but the first the programs have
// to be deployed that its first file names.
std::vector<PlanFile> plan_files(const Plan& plan, const FileOptions& options);

}  // namespace assay::migration

// A side of a comparison: a schema of files, of a live server or of a saved map, as a model and, where statements are to run on it, in the lab.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "domain/migration/diff/compare.h"
#include "face/cli/command.h"
#include "face/session.h"

namespace assay::cli {

struct SchemaSide {
    std::string source;                    // as it may be shown
    std::unique_ptr<Session> session = {}; // none for a saved map
    std::unique_ptr<Map> saved = {};
    std::int64_t database_id = 0;
    migration::diff::Model model = {};
    std::vector<std::string> renames = {}; // "old=new", that its files say
    std::vector<std::string> notes = {};   // what of it could not be read
    bool is_live = false;

    const Map& map() const { return saved ? *saved : session->map(); }
};

struct SchemaPair {
    SchemaSide a, b;
    std::shared_ptr<lab::Server> server;
};

// The two that the arguments name. Files are loaded in a server of the version that --postgres names, or of the live side's own, where
// this machine has it. An Error says which side is no schema, or more than one.
Result<SchemaPair> open_schemas(const Arguments& arguments, const Progress::Listener& on_progress = {});

// Options of the commands that compare two schemas, and what they say of the comparison.
std::vector<OptionSpec> with_schema_options(std::vector<OptionSpec> own);
migration::diff::CompareOptions compare_options(const Arguments& arguments);
// To standard output or to --output; the exit status is `clean` or `could_not`.
int print_schemas(const std::string& text, const Arguments& arguments);

// A database of the lab that holds A's schema. Of a saved map it is made by statements of our own.
Result<std::unique_ptr<lab::Database>> schema_in_lab(SchemaPair& pair);
// What the database holds by now.
Result<migration::diff::Model> read_again(lab::Database& database);
// Runs statements one after another, as the schema's owner. An Error names the statement that did not run.
Result<void> run_statements(lab::Database& database, const std::vector<std::string>& statements);

}  // namespace assay::cli

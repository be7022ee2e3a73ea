// Migrations: the files of one folder in order, statement by statement, with what is known before each.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.h"
#include "core/workspace.h"
#include "domain/migration/model/change.h"
#include "sql/migration_folder.h"
#include "sql/migrations/text.h"
#include "sql/replaced.h"

namespace assay::lab {
class Database;
}

namespace assay::migration {

// How a statement stands to a transaction that holds more than itself.
enum class Scope : unsigned char {
    none,       // each statement by itself
    written,    // BEGIN … COMMIT in the file
    wrapped,    // the tool puts the file into a transaction
    implicit,   // the tool sends the file as one query, which is one transaction
};

struct Statement {
    std::string_view text = {};         // as it is run: templates rendered
    std::size_t offset = 0;             // in the rendered file
    Location place = {};
    std::unique_ptr<sql::Tree> tree = {};
    std::optional<sql::SyntaxError> error = {};
    std::vector<std::unique_ptr<sql::Tree>> inner = {};  // of the statements of a DO block
    std::vector<Change> changes = {};
    Scope scope = Scope::none;
    int transaction = 0;                // the same number, the same transaction; from 1 on in each file
    bool controls_transaction = false;  // BEGIN, COMMIT …
    bool needs_no_transaction = false;
    bool opaque = false;                // runs text that is put together at run time
    std::optional<std::string> lock_timeout = {};       // in force when it runs; none: not set in this file
    std::set<std::string, std::less<>> ignored = {};    // rules that a comment switches off; "*": all
    std::string ignored_by = {};                        // the comment
    mutable std::int64_t id = 0;                        // of its row on the map

    sql::Node root() const;
    bool begins_transaction() const;
    bool ends_transaction() const;
    // One line of at most 60 bytes.
    std::string name() const;
};

struct File {
    std::string path;
    std::string name;                // below the folder: "20240101_init/migration.sql"
    std::string text = {};           // as it stands
    sql::Replaced source = {};       // its SQL, where it is written in something else; the text of it is not kept
    sql::Replaced rendered = {};     // what is read: templates given values, what goes down blanked
    std::vector<sql::Step> steps = {};
    Scope wrap = Scope::none;
    bool in_transaction = true;      // as far as the file itself says
    std::vector<Statement> statements = {};
    std::vector<Unread> unread = {};
    bool reported = true;            // false: released, or before the file that was named
    std::set<std::string, std::less<>> ignored = {};
    std::string ignored_by = {};

    // Where a byte of the rendered text stands.
    Location at(std::size_t rendered_offset) const;
    // The same as an offset into the file.
    std::size_t original(std::size_t rendered_offset) const { return source.original_offset(rendered.original_offset(rendered_offset)); }
    // The file is read as it stands.
    bool is_verbatim() const { return rendered.replacements.empty() && source.replacements.empty(); }
    // The statement stands in the file, and is not what something else there stands for.
    bool is_written(const Statement& statement) const;
};

struct Migrations : ModelOf<Migrations> {
    static constexpr ModelKind kind{"folder of migrations"};

    std::string source;
    sql::Convention convention = sql::Convention::single;
    int version = 15;            // the major version that they are meant for
    bool one_deploy = false;     // the files that are reported go out together
    std::vector<File> files;
    mutable std::int64_t database_id = 0;
    // The schema before a file, in the lab, by the file's number; made when the first experiment asks for it.
    mutable std::map<std::size_t, std::shared_ptr<lab::Database>> laboratories;
};

// Fills in what depends on earlier statements: transactions, time limits, what each change meets and does.
void follow(Migrations& migrations);

}  // namespace assay::migration

// Runs the statements of SQL files in a database of the lab, and remembers which statement made what.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "domain/domain.h"
#include "domain/postgres/model/catalogue.h"
#include "sql/migration_folder.h"
#include "domain/postgres/read/stand_in.h"
#include "sql/psql.h"
#include "sql/script.h"
#include "sql/statement.h"
#include "world/clock.h"

namespace assay::postgres {

// A statement that was run: where it stands and what it says it makes. Kept so that each row of the
// catalogue can be traced to the statement whose transaction wrote it.
struct RanStatement {
    Location location;
    std::string text;  // only where its objects have offsets of their own
    std::vector<sql::Object> objects;
};

class ScriptLoader {
public:
    ScriptLoader(lab::Database& database, ReadContext& context, Catalogue& catalogue);

    // Every file in order. An Error only when the lab itself fails: what the user's SQL does wrong becomes
    // notes of the catalogue, and the rest goes on.
    Result<void> load(const sql::MigrationFolder& folder);
    // The same for text that is no file (standard input, a dump of a live system).
    Result<void> load_text(std::string_view text, const std::string& display_name);

    // After the catalogue was read: where each of its objects stands.
    Result<void> place_objects();

    bool loaded_rows() const { return loaded_rows_; }

private:
    struct Unit {  // a piece of a file with its facts
        sql::Piece piece;
        sql::Statement facts;
        std::string text;  // what is sent: variables replaced
        std::string_view copy_data;
    };

    Result<void> run_script(std::string_view text, const std::string& file, const std::filesystem::path& path, int depth);
    Result<void> run_pieces(const std::vector<sql::Piece>& pieces, const std::filesystem::path& path, int depth);
    Result<void> meta_command(const sql::Meta& meta, const sql::Piece& piece, std::string_view data,
                              const std::filesystem::path& path, int depth);
    Result<void> copy_command(const sql::Meta& meta, std::string_view data, const std::filesystem::path& path,
                              const std::function<void(std::string, std::string)>& say);
    Result<std::filesystem::path> named_file(const std::string& name, bool relative_to_file,
                                             const std::filesystem::path& path) const;
    Result<void> run_units(std::vector<Unit>& units);
    void prepare_roles_and_shims(const std::vector<Unit>& units);
    void note_password(const Unit& unit, const sql::Role& role);
    void run_unit(Unit& unit);
    void run_insert_batch(std::vector<Unit*>& batch);
    bool handled_outside(const Unit& unit);
    void control_transaction(const Unit& unit);
    bool try_send(const std::string& text, int number, std::string_view copy_data, bool is_copy);
    bool retry(Unit& unit, int number);
    void make_extension(const Unit& unit);
    void note(std::string kind, const Unit& unit, std::string message, std::string hint = {}, std::string sqlstate = {});
    void note_failure(const Unit& unit, const pg::ServerError& error);
    int remember(const Unit& unit);

    lab::Database& database_;
    ReadContext& context_;
    Catalogue& catalogue_;
    StandIns stand_ins_;
    Budget budget_;
    std::unique_ptr<pg::Connection> connection_;
    sql::PsqlState psql_;
    std::string file_;  // being read, as shown
    std::vector<RanStatement> ran_;
    std::map<std::string, int> failed_to_make_;  // bare name of an object → number of the note
    std::vector<std::pair<int, std::string>> refused_;  // number of the note and text of statements that were not run
    bool platform_made_ = false;  // the shim of a platform's schemas
    std::map<std::string, Location> extensions_;  // where each is made: a session of its own makes it, no statement's
    pg::ServerError last_error_;
    bool in_transaction_ = false;
    bool loaded_rows_ = false;
};

}  // namespace assay::postgres

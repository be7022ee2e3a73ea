#include "domain/postgres/read/script_loader.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "sql/migrations/text.h"
#include "sql/parser.h"
#include "sql/templates.h"
#include "world/files.h"
#include "world/limits.h"
#include "world/terminal.h"

namespace assay::postgres {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t batch_statements = 500;
constexpr std::size_t batch_bytes = 256u << 10;

std::string first_words(std::string_view text) {
    std::string words;
    for (char c : text.substr(0, 70)) words += c == '\n' || c == '\t' || c == '\r' ? ' ' : c;
    return std::string{trimmed(words)};
}

// SQLSTATEs that say "what you name is not there": such an error may follow from an earlier one.
bool is_missing_object(std::string_view sqlstate) {
    return sqlstate == "42P01" || sqlstate == "42704" || sqlstate == "42883" || sqlstate == "42703" ||
           sqlstate == "3F000" || sqlstate == "42P06" || sqlstate == "42P07";
}

bool mentions_schema(const sql::Statement& facts, std::string_view schema) {
    const auto is_it = [&](const sql::Mention& mention) { return mention.name.schema == schema; };
    return std::any_of(facts.functions.begin(), facts.functions.end(), is_it) ||
           std::any_of(facts.tables.begin(), facts.tables.end(), is_it) ||
           std::any_of(facts.types.begin(), facts.types.end(), is_it);
}

bool makes(const sql::Statement& facts, sql::ObjectKind kind, std::string_view name) {
    return std::any_of(facts.objects.begin(), facts.objects.end(), [&](const sql::Object& object) {
        return object.action == sql::Action::create && object.kind == kind && object.name.name == name;
    });
}

}  // namespace

ScriptLoader::ScriptLoader(lab::Database& database, ReadContext& context, Catalogue& catalogue)
    : database_{database}, context_{context}, catalogue_{catalogue}, stand_ins_{database}, budget_{limits::load_time} {}

Result<void> ScriptLoader::load(const sql::MigrationFolder& folder) {
    for (const auto& file : folder.files) {
        const auto text = sql::read_migration(file);
        if (!text) return tl::unexpected(text.error());
        const auto path = file.path.string();
        for (const auto& unread : text->unread)
            catalogue_.notes.push_back({.kind = "unread", .location = sql::locate(text->original, unread.offset, {path, 1, 1}), .statement = {}, .message = unread.reason});
        if (auto done = run_script(text->sql.text, path, file.path, 0); !done) return done;
    }
    return {};
}

Result<void> ScriptLoader::load_text(std::string_view text, const std::string& display_name) {
    return run_script(text, display_name, {}, 0);
}

Result<void> ScriptLoader::run_script(std::string_view text, const std::string& file, const fs::path& path, int depth) {
    if (!connection_) {
        auto log = database_.connect_as_superuser();
        if (!log) return tl::unexpected(log.error());
        // The log of statements: each row is written in the transaction of its statement, so that the
        // transaction of a catalogue's row tells the statement that wrote it. Kept out of the user's sight.
        auto made = log->query(
            "set allow_system_table_mods = on; create schema pg_assay; create table pg_assay.log (number integer); "
            "grant usage on schema pg_assay to public; grant insert on pg_assay.log to public");
        if (!made) return tl::unexpected(made.error());
        auto opened = database_.connect();
        if (!opened) return tl::unexpected(opened.error());
        connection_ = std::make_unique<pg::Connection>(std::move(*opened));
    }
    const auto outer_file = std::exchange(file_, file);
    const auto rendered = sql::render_templates(text);
    for (const auto& replacement : rendered.replacements)
        catalogue_.notes.push_back({.kind = "template", .location = sql::locate(text, replacement.offset, {file, 1, 1}),
                                    .statement = std::string{text.substr(replacement.offset, std::min<std::size_t>(replacement.length, 60))},
                                    .message = replacement.what});
    auto pieces = sql::split(rendered.text, file);
    if (!pieces) {
        catalogue_.notes.push_back({.kind = "unread", .location = pieces.error().location, .statement = {},
                                    .message = pieces.error().message});
        file_ = outer_file;
        return {};
    }

    auto done = run_pieces(*pieces, path, depth);
    file_ = outer_file;
    return done;
}

// Statements are gathered up to the next psql command, then run: variables hold from where they are set.
Result<void> ScriptLoader::run_pieces(const std::vector<sql::Piece>& pieces, const fs::path& path, int depth) {
    std::vector<Unit> units;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const auto& piece = pieces[i];
        if (piece.kind == sql::PieceKind::copy_data) {
            if (!units.empty()) units.back().copy_data = piece.text;
            if (!piece.terminated())
                catalogue_.notes.push_back({.kind = "unread", .location = {file_, piece.line, piece.column}, .statement = {},
                                            .message = "the file ends within the rows of COPY, without the line \\.: it may have been cut short"});
        } else if (piece.kind == sql::PieceKind::meta) {
            if (auto done = run_units(units); !done) return done;
            units.clear();
            const auto meta = sql::interpret(piece, psql_);
            const bool has_data = i + 1 < pieces.size() && pieces[i + 1].kind == sql::PieceKind::copy_data;
            if (auto done = meta_command(meta, piece, has_data ? pieces[i + 1].text : std::string_view{}, path, depth); !done) return done;
            if (meta.kind == sql::MetaKind::quit) return {};
        } else if (!psql_.skipping()) {
            std::vector<std::string> unknown;
            units.push_back({.piece = piece, .facts = {}, .text = sql::interpolate(piece.text, psql_, unknown).text, .copy_data = {}});
        }
    }
    return run_units(units);
}

// A file that the script names, when it lies below the folder that is read.
Result<fs::path> ScriptLoader::named_file(const std::string& name, bool relative_to_file, const fs::path& path) const {
    if (path.empty()) return fail("text that is no file reads no other");
    std::error_code ignored;
    const auto folder = relative_to_file ? fs::weakly_canonical(path, ignored).parent_path() : context_.root;
    auto file = fs::weakly_canonical(folder / name, ignored);
    const auto inside = file.lexically_relative(context_.root);
    if (inside.empty() || *inside.begin() == "..") return fail("it lies outside the folder that is read");
    return file;
}

Result<void> ScriptLoader::copy_command(const sql::Meta& meta, std::string_view data, const fs::path& path,
                                        const std::function<void(std::string, std::string)>& say) {
    if (!meta.copy_from || meta.copy_end == sql::CopyEnd::standard_output) {
        say("skipped", "writes rows out; changes nothing");
        return {};
    }
    std::string owned;
    if (meta.copy_end == sql::CopyEnd::file) {
        auto file = named_file(meta.path, false, path);
        auto bytes = file ? read_file(*file) : Result<std::string>{tl::unexpected(file.error())};
        if (!bytes) {
            say("skipped", "no rows: " + bytes.error().message);
            return {};
        }
        owned = std::move(*bytes);
        data = owned;
    }
    if (try_send(meta.statement, -1, data, true))
        loaded_rows_ = true;
    else
        say("failed", connection_->last_error().message);
    return {};
}

Result<void> ScriptLoader::meta_command(const sql::Meta& meta, const sql::Piece& piece, std::string_view data,
                                        const fs::path& path, int depth) {
    const Location place{file_, piece.line, piece.column};
    const auto say = [&](std::string kind, std::string message) {
        catalogue_.notes.push_back({.kind = std::move(kind), .location = place, .statement = first_words(piece.text),
                                    .message = std::move(message)});
    };
    switch (meta.kind) {
        case sql::MetaKind::refused: say("refused", meta.reason); return {};
        case sql::MetaKind::broken: say("unread", meta.reason); return {};
        case sql::MetaKind::connect: say("skipped", meta.reason); return {};
        case sql::MetaKind::copy: return copy_command(meta, data, path, say);
        case sql::MetaKind::include: break;
        default: return {};
    }
    if (depth >= limits::include_depth) {
        say("skipped", "files include each other too deep");
        return {};
    }
    auto included = named_file(meta.path, meta.relative_to_file, path);
    if (!included) {
        say("refused", included.error().message);
        return {};
    }
    auto bytes = FileBytes::open(*included);
    if (!bytes) {
        say("skipped", bytes.error().message);
        return {};
    }
    std::error_code ignored;
    return run_script(bytes->bytes(), included->lexically_proximate(fs::current_path(ignored)).string(), *included, depth + 1);
}

void ScriptLoader::note(std::string kind, const Unit& unit, std::string message, std::string hint, std::string sqlstate) {
    catalogue_.notes.push_back({.kind = std::move(kind), .location = {file_, unit.piece.line, unit.piece.column},
                                .statement = first_words(unit.piece.text), .message = std::move(message),
                                .hint = std::move(hint), .sqlstate = std::move(sqlstate)});
}

void ScriptLoader::note_failure(const Unit& unit, const pg::ServerError& error) {
    note(error.timed_out ? "cut_off" : "failed", unit,
         error.timed_out ? fmt::format("ran longer than {} s and was cut off", limits::statement_time.count() / 1000) : error.message,
         error.hint, error.sqlstate);
    LoadNote& made = catalogue_.notes.back();
    const int number = static_cast<int>(catalogue_.notes.size());
    if (is_missing_object(error.sqlstate)) {
        const auto blame = [&](const sql::Name& name) {
            const auto cause = failed_to_make_.find(name.name);
            if (made.cause == 0 && cause != failed_to_make_.end() && cause->second != number) made.cause = cause->second;
            // What a DO block would have made is known by its text alone.
            if (made.cause != 0 || name.name.empty() || error.message.find(name.name) == std::string::npos) return;
            for (const auto& [refused, text] : refused_)
                if (made.cause == 0 && text.find(name.name) != std::string::npos) made.cause = refused;
        };
        for (const auto& mention : unit.facts.tables) blame(mention.name);
        for (const auto& mention : unit.facts.types) blame(mention.name);
        for (const auto& mention : unit.facts.functions) blame(mention.name);
        for (const auto& object : unit.facts.objects) blame(object.name), blame(object.table);
    }
    for (const auto& object : unit.facts.objects)
        if (object.action == sql::Action::create && !object.name.name.empty())
            failed_to_make_.try_emplace(object.name.name, made.cause ? made.cause : number);
}

Result<void> ScriptLoader::run_units(std::vector<Unit>& units) {
    if (units.empty()) return {};
    auto parsed = sql::with_parser_thread([&](const sql::Parser& parser) {
        for (auto& unit : units)
            if (unit.piece.kind == sql::PieceKind::statement) unit.facts = sql::read_statement(parser, unit.text);
    });
    if (!parsed) return parsed;
    prepare_roles_and_shims(units);

    std::vector<Unit*> batch;
    std::size_t bytes = 0;
    const auto flush = [&] {
        run_insert_batch(batch);
        batch.clear();
        bytes = 0;
    };
    for (auto& unit : units) {
        if (budget_.spent()) {
            note("cut_off", unit, "the source took longer than the limit: this and what follows was not run");
            break;
        }
        context_.progress.say(fmt::format("reading {}:{}", file_, unit.piece.line));
        const bool is_insert = unit.facts.tag == "InsertStmt" && unit.facts.refusal.empty();
        if (!is_insert) {
            flush();
            run_unit(unit);
            continue;
        }
        batch.push_back(&unit);
        bytes += unit.text.size();
        if (batch.size() >= batch_statements || bytes >= batch_bytes) flush();
    }
    flush();
    return {};
}

// A password that comes from a variable of psql's does not stand in the file.
void ScriptLoader::note_password(const Unit& unit, const sql::Role& role) {
    if (unit.piece.text != unit.text) return;
    auto& sets = catalogue_.rows;
    auto set = std::find_if(sets.begin(), sets.end(), [](const RowSet& known) { return known.table == "written_passwords"; });
    if (set == sets.end())
        set = sets.insert(sets.end(), {"written_passwords", {"role", "shape", "file", "line"}, {false, false, false, false}, {}});
    for (auto value : {role.name, role.password_shape, file_, std::to_string(unit.piece.line)}) set->values.emplace_back(std::move(value));
}

// Roles are the server's, not the script's: every role that is made or named is there before it starts.
void ScriptLoader::prepare_roles_and_shims(const std::vector<Unit>& units) {
    bool makes_auth = false, wants_auth = false;
    for (const auto& unit : units) {
        makes_auth |= makes(unit.facts, sql::ObjectKind::schema, "auth");
        wants_auth |= mentions_schema(unit.facts, "auth") || mentions_schema(unit.facts, "storage");
        for (const auto& role : unit.facts.roles) {
            if (role.action == sql::RoleAction::drop || starts_with(role.name, "pg_")) continue;
            if (!role.password_shape.empty()) note_password(unit, role);
            wants_auth |= role.name == "anon" || role.name == "authenticated" || role.name == "service_role";
            if (role.action == sql::RoleAction::mention || role.action == sql::RoleAction::create)
                (void)database_.create_role(role.name, role.login.value_or(false), role.inherit.value_or(true),
                                            role.bypass_rls.value_or(false));
        }
    }
    if (!wants_auth || makes_auth || std::exchange(platform_made_, true)) return;
    if (database_.create_shim("supabase"))
        catalogue_.notes.push_back({.kind = "stubbed", .location = {file_}, .statement = "auth",
                                    .message = "the platform's schemas auth and storage are stubs in the lab"});
}

void ScriptLoader::run_insert_batch(std::vector<Unit*>& batch) {
    if (batch.empty()) return;
    if (batch.size() > 1 && !in_transaction_) {
        std::string joined_text;
        for (const Unit* unit : batch) joined_text += unit->text + ";\n";
        if (connection_->query(joined_text, limits::statement_time)) {
            loaded_rows_ = true;
            return;
        }
    }
    for (Unit* unit : batch) run_unit(*unit);
}

void ScriptLoader::make_extension(const Unit& unit) {
    for (const auto& object : unit.facts.objects) {
        if (object.kind != sql::ObjectKind::extension) continue;
        auto made = database_.create_extension(object.name.name, unit.facts.extension_schema.name);
        extensions_.emplace(object.name.name, Location{file_, unit.piece.line, unit.piece.column});
        if (!made)
            note_failure(unit, {.sqlstate = "0A000", .message = made.error().message, .detail = {}, .hint = {}});
        else if (*made == lab::Database::Extension::stubbed)
            note("stubbed", unit, fmt::format("extension {} is not on this machine: stubs stand for its types and functions", object.name.name));
    }
}

// BEGIN and COMMIT are the script's own; within them each statement has a savepoint.
void ScriptLoader::control_transaction(const Unit& unit) {
    using sql::Transaction;
    switch (unit.facts.transaction) {
        case Transaction::begin:
            if (!in_transaction_) in_transaction_ = bool(connection_->query("begin"));
            return;
        case Transaction::commit:
        case Transaction::rollback: {
            if (!in_transaction_) return;
            in_transaction_ = false;
            const bool commits = unit.facts.transaction == Transaction::commit;
            if (!connection_->query(commits ? "commit" : "rollback")) note_failure(unit, connection_->last_error());
            return;
        }
        default:
            if (in_transaction_ && !connection_->query(unit.text)) note_failure(unit, connection_->last_error());
    }
}

// What is not sent as it stands: refused, the server's business, or done by the lab itself.
bool ScriptLoader::handled_outside(const Unit& unit) {
    if (unit.piece.kind == sql::PieceKind::broken) {
        note("unread", unit, unit.piece.problem);
        return true;
    }
    if (!unit.facts.refusal.empty()) {
        note("refused", unit, unit.facts.refusal);
        refused_.emplace_back(static_cast<int>(catalogue_.notes.size()), unit.text);
        return true;
    }
    if (!unit.facts.set_aside.empty()) {
        note("skipped", unit, unit.facts.set_aside);
        return true;
    }
    if (unit.facts.transaction != sql::Transaction::none) {
        control_transaction(unit);
        return true;
    }
    if (unit.facts.tag == "CreateExtensionStmt") {
        make_extension(unit);
        return true;
    }
    // Roles were made beforehand; their attributes are the server's business.
    return unit.facts.tag == "CreateRoleStmt" || unit.facts.tag == "AlterRoleStmt" || unit.facts.tag == "DropRoleStmt" ||
           unit.facts.tag == "AlterRoleSetStmt" || unit.facts.tag == "AlterDatabaseSetStmt" || unit.facts.tag == "AlterDatabaseStmt";
}

int ScriptLoader::remember(const Unit& unit) {
    const bool has_parts = std::any_of(unit.facts.objects.begin(), unit.facts.objects.end(), [](const sql::Object& object) {
        return object.kind == sql::ObjectKind::column || object.kind == sql::ObjectKind::constraint;
    });
    ran_.push_back({{file_, unit.piece.line, unit.piece.column}, has_parts ? unit.text : std::string{}, unit.facts.objects});
    return static_cast<int>(ran_.size()) - 1;
}

// The statement and its line in the log, in one round trip and one transaction (or savepoint).
bool ScriptLoader::try_send(const std::string& text, int number, std::string_view copy_data, bool is_copy) {
    const auto limit = std::min(limits::statement_time, budget_.left());
    if (is_copy) return bool(connection_->copy_in(text, copy_data, limit));
    const auto log = number < 0 ? std::string{} : fmt::format(";\ninsert into pg_assay.log values ({})", number);
    if (!in_transaction_) return bool(connection_->query(text + log, limit));
    if (connection_->query("savepoint assay;\n" + text + log + ";\nrelease savepoint assay", limit)) return true;
    const auto error = connection_->last_error();
    (void)connection_->query("rollback to savepoint assay");
    last_error_ = error;
    return false;
}

// Once more when we know better: what only newer servers know, what the lab can stand in for.
bool ScriptLoader::retry(Unit& unit, int number) {
    const auto error = last_error_;
    const auto rewritten = sql::rewrite_for_15(unit.text);
    if (!rewritten.notes.empty() && trimmed(rewritten.text).empty()) {
        note("skipped", unit, joined(rewritten.notes, "; "));
        return true;
    }
    if (!rewritten.notes.empty() && try_send(rewritten.text, number, unit.copy_data, unit.facts.copies_from_stdin)) {
        note("rewritten", unit, joined(rewritten.notes, "; "));
        return true;
    }
    // A statement may lack several things: each is made once, so this ends.
    for (auto lacking = error;;) {
        const auto made = stand_ins_.make_for(lacking, unit.facts);
        if (made.empty()) return false;
        note("stubbed", unit, made);
        // Another session made it. Inside a transaction a session hears of that when it takes a lock on a relation, and CREATE
        // FUNCTION takes none before it looks for its schema.
        if (in_transaction_) (void)connection_->query("savepoint assay; select from pg_catalog.pg_namespace limit 0; rollback to savepoint assay");
        if (try_send(rewritten.text, number, unit.copy_data, unit.facts.copies_from_stdin)) return true;
        // What is in the way now is what the user has to know: the rest is made.
        if (!in_transaction_) last_error_ = connection_->last_error();
        lacking = last_error_;
    }
}

void ScriptLoader::run_unit(Unit& unit) {
    if (handled_outside(unit)) return;
    const bool is_copy = unit.facts.copies_from_stdin;
    if (unit.facts.needs_no_transaction && !unit.facts.in_transaction) {
        note("skipped", unit, "runs only outside a transaction and changes no schema");
        return;
    }
    const int number = unit.facts.is_data || unit.facts.is_query ? -1 : remember(unit);
    const auto& text = unit.facts.in_transaction ? *unit.facts.in_transaction : unit.text;
    if (try_send(text, number, unit.copy_data, is_copy)) {
        loaded_rows_ |= unit.facts.is_data;
        return;
    }
    if (!in_transaction_) last_error_ = connection_->last_error();
    if (retry(unit, number)) return;
    note_failure(unit, last_error_);
    if (!connection_->alive()) {
        if (auto again = database_.connect()) *connection_ = std::move(*again);
        in_transaction_ = false;
    }
}

}  // namespace assay::postgres

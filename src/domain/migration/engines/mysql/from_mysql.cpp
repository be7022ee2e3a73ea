#include "domain/migration/engines/mysql/from_mysql.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"
#include "domain/migration/engines/losses.h"
#include "domain/migration/engines/mysql/copy_rows.h"
#include "domain/migration/engines/mysql/parse.h"
#include "domain/migration/engines/writer.h"
#include "world/byte_source.h"
#include "world/clock.h"
#include "world/file_writer.h"
#include "world/terminal.h"

namespace assay::migration::mysql {

namespace {

// "-- MariaDB dump 10.19  Distrib 10.11.6-MariaDB", "-- MySQL dump 10.13  Distrib 8.0.36", "-- Server version	8.0.36"
std::string server_in(std::string_view head) {
    const auto after = [&](std::string_view mark) -> std::string_view {
        const auto at = head.find(mark);
        if (at == head.npos) return {};
        const auto rest = trimmed(head.substr(at + mark.size()));
        return rest.substr(0, rest.find_first_of(" ,;\r\n"));
    };
    auto version = after("-- Server version");
    if (version.empty()) version = after("Distrib ");
    const bool maria = head.find("MariaDB") != head.npos;
    return fmt::format("{}{}{}", maria ? "MariaDB" : "MySQL", version.empty() ? "" : " ", version.substr(0, version.find("-MariaDB")));
}

class Conversions {
public:
    explicit Conversions(const Request& request) : request_{request} {}

    Result<Conversion> run() {
        const Stopwatch watch;
        if (auto read = read_definitions(); !read) return tl::unexpected(read.error());
        if (dump_.tables.empty() && dump_.views.empty() && dump_.problems.empty()) return fail("defines no table or view; expected a dump of MySQL or MariaDB, with CREATE TABLE", {request_.file});
        auto converted = convert(dump_, facts_, request_.options);
        routes_ = std::move(converted.routes);
        conversion_ = {.source = request_.file, .engine = dump_.server, .schema = std::move(converted.schema), .losses = std::move(converted.losses), .unconverted = std::move(converted.unconverted)};
        for (const auto& [name, facts] : facts_) conversion_.rows_in_source += facts.rows;
        conversion_.statements = write_statements(conversion_.schema);
        if (auto tried = try_and_write(); !tried) return tl::unexpected(tried.error());
        rank();
        conversion_.seconds = watch.seconds();
        return std::move(conversion_);
    }

private:
    // Calls `each` with every statement of the file.
    template <class Each>
    Result<void> for_statements(std::string_view doing, Each each) {
        auto source = ByteSource::open(request_.file);
        if (!source) return tl::unexpected(source.error());
        std::uint64_t offset = 0;
        Statements statements{[&](char* to, std::size_t most) -> Result<std::size_t> {
                                  auto size = source->read(offset, to, most);
                                  if (!size) return size;
                                  if (offset == 0) dump_.server = server_in({to, std::min<std::size_t>(*size, 4096)});
                                  offset += *size;
                                  if (request_.progress) request_.progress->say(fmt::format("{}: {} MB", doing, offset >> 20));
                                  return size;
                              },
                              longest_statement_bytes};
        for (;;) {
            auto statement = statements.next();
            if (!statement) return tl::unexpected(statement.error());
            if (!*statement) return {};
            if (auto done = each(**statement); !done) return done;
        }
    }

    // Rows only tell types here.
    Result<void> read_definitions() {
        dump_.file = request_.file;
        Settings settings;
        return for_statements("reading", [&](const Statement& statement) -> Result<void> {
            switch (purpose_of(statement.text)) {
                case Purpose::definition: read_statement(statement, settings, dump_); break;
                case Purpose::rows: look_at_insert(statement, settings); break;
                case Purpose::nothing:
                case Purpose::session: break;
            }
            return {};
        });
    }

    static TableName qualified(TableName name, const Settings& settings) {
        if (name.database.empty()) name.database = settings.database;
        return name;
    }

    void look_at_insert(const Statement& statement, const Settings& settings) {
        if (statement.too_long) {
            dump_.problems.push_back({fmt::format("an INSERT larger than {} MiB", longest_statement_bytes >> 20), std::string{statement.text.substr(0, 60)}, {dump_.file, statement.line, statement.column}});
            return;
        }
        const InsertReader reader{statement.text};
        const auto* table = dump_.table(qualified(reader.table(), settings));
        if (table) return look_at_rows(statement.text, *table, facts_[table->name.shown()]);
        dump_.problems.push_back({reader.problem().empty() ? fmt::format("rows for {}, which no statement before makes", reader.table().shown()) : reader.problem(),
                                  std::string{statement.text.substr(0, std::min<std::size_t>(statement.text.find('('), 60))}, {dump_.file, statement.line, statement.column}});
    }

    Result<void> try_and_write() {
        std::optional<FileWriter> writer;
        if (!request_.output.empty()) {
            auto opened = FileWriter::open(request_.output);
            if (!opened) return tl::unexpected(opened.error());
            writer.emplace(std::move(*opened));
        }
        const auto write = [&](std::string_view text) -> Result<void> { return writer ? writer->append(text) : Result<void>{}; };
        std::optional<Trial> trial;
        if (request_.tries) {
            auto begun = Trial::begin(request_.postgres_major);
            if (!begun) return tl::unexpected(begun.error());
            trial.emplace(std::move(*begun));
            conversion_.tried_on = trial->version();
            trial->run(conversion_.statements, Phase::preparation, Phase::tables);
        }
        if (auto written = write(head() + script_of(conversion_.statements, Phase::preparation, Phase::tables)); !written) return written;
        if (trial && request_.rows)
            if (auto copied = copy_rows(*trial, write); !copied) return copied;
        if (trial) trial->run(conversion_.statements, Phase::keys, Phase::rest);
        note_orphans();
        if (auto written = write(script_of(conversion_.statements, Phase::keys, Phase::rest)); !written) return written;
        return writer ? writer->finish() : Result<void>{};
    }

    std::string head() const {
        return fmt::format("-- {} of {}, as PostgreSQL takes it; made by assay migrate from-mysql.\n\nSET client_encoding = 'UTF8';\nSET timezone = 'UTC';  -- in which a dump writes TIMESTAMP\n",
                           request_.rows ? "Schema and rows" : "Schema", request_.file.substr(request_.file.rfind('/') + 1));
    }

    template <class Write>
    Result<void> copy_rows(Trial& trial, Write write) {
        RowCopier copier{request_.file, [&](const RowBatch& batch) {
                             return trial.load(batch, [&](std::string_view data) -> Result<void> {
                                 if (request_.output.empty()) return {};
                                 if (auto written = write("\n" + copy_statement(batch) + ";\n"); !written) return written;
                                 if (auto written = write(data); !written) return written;
                                 return write("\\.\n");
                             });
                         }};
        Settings settings;
        auto copied = for_statements("loading", [&](const Statement& statement) -> Result<void> {
            if (statement.too_long) return {};
            const auto purpose = purpose_of(statement.text);
            if (purpose == Purpose::definition) return follow_settings(statement, settings);
            if (purpose != Purpose::rows) return {};
            const InsertReader reader{statement.text};
            const auto* table = dump_.table(qualified(reader.table(), settings));
            return table ? copier.copy(statement, routes_[static_cast<std::size_t>(table - dump_.tables.data())], settings.zero_means_zero) : Result<void>{};
        });
        if (!copied) return copied;
        if (auto done = copier.finish(); !done) return done;
        note_rows(trial, copier);
        return {};
    }

    // USE and SET alone change what an INSERT means.
    Result<void> follow_settings(const Statement& statement, Settings& settings) {
        Lexer lexer{statement.text};
        const auto word = lexer.next().in(statement.text);
        Dump ignored;
        ignored.file = request_.file;
        if (is_word(word, "use") || is_word(word, "set")) read_statement(statement, settings, ignored);
        return {};
    }

    void note_rows(Trial& trial, const RowCopier& copier) {
        for (const auto& route : routes_) {
            const auto copied = copier.tables.find(route.source->name.shown());
            if (copied == copier.tables.end()) continue;
            const auto loaded = trial.rows_in(route.name);
            conversion_.loaded.push_back({route.name.shown(), copied->second.rows, loaded ? *loaded : 0});
            for (const auto& [column, counts] : copied->second.columns) {
                const auto lose = [&](const LossKind& kind, long long rows) {
                    if (rows > 0) conversion_.losses.push_back({&kind, route.source->name.name + "." + column, fmt::format("in {} row{}", rows, rows == 1 ? "" : "s"), {}, route.source->place, route.name.shown()});
                };
                lose(losses::nul_bytes, counts.nul_bytes);
                lose(losses::not_utf8, counts.not_utf8);
                lose(losses::enum_empty, counts.not_in_list);
            }
        }
        for (const auto& problem : copier.problems) conversion_.unconverted.push_back(problem);
        for (const auto& each : trial.refused())
            conversion_.unconverted.push_back({"row", each.table, fmt::format("{}{}", each.rows > 1 ? fmt::format("{} rows: ", each.rows) : "", each.reason), each.place});
    }

    void note_orphans() {
        for (const auto& statement : conversion_.statements)
            if (statement.phase == Phase::foreign_keys && ends_with(statement.sql, " NOT VALID")) {
                const auto name = split(std::string_view{statement.sql}, ' ')[5];
                conversion_.losses.push_back({&losses::orphans, statement.owner + "." + std::string{name}, {}, {}, statement.from, statement.owner});
            }
    }

    void rank() {
        std::stable_sort(conversion_.losses.begin(), conversion_.losses.end(), [](const Loss& a, const Loss& b) {
            return a.kind->harm != b.kind->harm ? a.kind->harm < b.kind->harm : a.kind->id < b.kind->id;
        });
    }

    const Request& request_;
    Dump dump_;
    Facts facts_;
    std::vector<TableRoute> routes_;
    Conversion conversion_;
};

}  // namespace

Result<Conversion> convert_file(const Request& request) { return Conversions{request}.run(); }

}  // namespace assay::migration::mysql

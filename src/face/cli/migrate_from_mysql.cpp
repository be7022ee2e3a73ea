// assay migrate from-mysql: a dump of MySQL or MariaDB as PostgreSQL, tried in the lab, every loss named.
#include <fmt/core.h>

#include <algorithm>

#include "domain/migration/engines/mysql/from_mysql.h"
#include "face/cli/request.h"
#include "render/conversion.h"
#include "world/terminal.h"

namespace assay::cli {

namespace {

using migration::mysql::Options;

Options::Case case_of(const std::string& word) {
    if (word == "plain") return Options::Case::plain;
    if (word == "citext") return Options::Case::citext;
    return word == "icu" ? Options::Case::icu : Options::Case::lower;
}

int run(const Arguments& arguments) {
    Progress progress;
    migration::mysql::Request request{.file = arguments.text("FILE"), .output = arguments.text("--output"), .rows = arguments.has("--rows"), .tries = !arguments.has("--no-try"), .progress = &progress};
    request.options = {case_of(arguments.text("--case")), arguments.text("--names") != "keep"};
    if (request.rows && !request.tries) return give_up("--rows goes through the lab, which --no-try leaves out");
    const auto major = server_major(arguments);
    if (!major) return give_up(major.error().text());
    request.postgres_major = *major;
    const auto conversion = migration::mysql::convert_file(request);
    progress.say("");
    if (!conversion) return give_up(conversion.error().text());
    const auto text = arguments.text("--format") == "json" ? rendering::conversion_json(*conversion)
                                                           : rendering::conversion_text(*conversion, {.width = std::min(terminal_width(), 120), .verbose = arguments.has("--verbose")});
    std::fwrite(text.data(), 1, text.size(), stdout);
    const bool lacks_rows = std::any_of(conversion->loaded.begin(), conversion->loaded.end(), [](const auto& table) { return table.loaded < table.rows; });
    return conversion->failed() > 0 || lacks_rows ? found : clean;
}

}  // namespace

extern const Command migrate_from_mysql;
const Command migrate_from_mysql{
    .name = "from-mysql",
    .about = "Convert a MySQL or MariaDB dump; every loss is named, the result tried",
    .example = "assay migrate from-mysql shop.sql --output shop.pg.sql --rows",
    .options = {{"--output", "The PostgreSQL script to write", OptionKind::value},
                {"--rows", "Take the rows over too, as COPY", OptionKind::flag},
                {"--case", "How text that compared without case is kept: an index on lower() beside unique keys, not at all, citext, or a collation of ICU's", OptionKind::value, "lower", {"lower", "plain", "citext", "icu"}},
                {"--names", "Fold names to lower case, or keep and quote them", OptionKind::value, "lower", {"lower", "keep"}},
                {"--no-try", "Leave the lab out", OptionKind::flag},
                {"--postgres", "Major version of the lab's server", OptionKind::value},
                {"--verbose", "Every object of every loss", OptionKind::flag},
                {"--format", "Form of the report", OptionKind::value, "text", {"text", "json"}},
                {.name = "FILE", .help = "What mysqldump, mariadb-dump or phpMyAdmin wrote", .kind = OptionKind::positional, .required = true}},
    .run = run,
    .area = "migrate",
};

}  // namespace assay::cli

// check: every rule whose facts are there, on sources inside the roots or on a text.
#include "face/cli/commands.h"
#include "face/mcp/findings.h"

namespace assay::mcp::tools {

namespace {

Result<Json> run(const Json& arguments, Call& call, Desk& desk) {
    std::optional<TextAsFile> file;
    if (const auto sql = text_in(arguments, "sql")) {
        if (member(arguments, "sources")) return fail("either 'sources' or 'sql'");
        auto made = TextAsFile::make(*sql, "given.sql");
        if (!made) return tl::unexpected(made.error());
        file = std::move(*made);
    }
    auto run = cli::prepare_run(arguments_for(check, arguments));
    if (!run) return tl::unexpected(run.error());
    auto kept = run_and_keep(std::move(*run), "check", std::move(file), call, desk);
    if (!kept) return tl::unexpected(kept.error());
    return page_of_findings(**kept, 0);
}

}  // namespace

const Consultation check{
    .name = "check",
    .title = "Check a back end",
    .about = "Find what is wrong in SQL files, migrations and databases, prove it in a private PostgreSQL, and offer fixes that were "
             "tried there. Give `sql` to check a schema before it is written.",
    .command = &cli::check,
    .parameters = {{"sources", "SOURCE", "Files, folders, names of databases; none: the whole root"},
                   {"sql", "", "Check this text instead"},
                   {"base", "--base"},
                   {"rules", "--rule", "Only these rules or domains"},
                   {"without", "--without", "Not these"},
                   {"all_rules", "--all-rules"},
                   {"prove", "--prove"},
                   {"time", "--time"}},
    .output = page_of_findings_schema,
    .run = run,
};

}  // namespace assay::mcp::tools

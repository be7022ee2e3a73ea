// query_lint: anti-patterns in statements.
#include "domain/query/model/statements.h"
#include "face/cli/commands.h"
#include "face/mcp/findings.h"

namespace assay::mcp::tools {

namespace {

Result<Json> run(const Json& arguments, Call& call, Desk& desk) {
    std::optional<TextAsFile> file;
    if (const auto text = text_in(arguments, "sql")) {
        auto made = TextAsFile::make(*text, "given.sql");
        if (!made) return tl::unexpected(made.error());
        file = std::move(*made);
    } else if (!member(arguments, "sources")) {
        return fail("expected 'sql' or 'sources'");
    }
    auto run = cli::prepare_area(arguments_for(query_lint, arguments), "query", "statements", cli::is_about<query::Statements>);
    if (!run) return tl::unexpected(run.error());
    auto kept = run_and_keep(std::move(*run), "lint", std::move(file), call, desk);
    if (!kept) return tl::unexpected(kept.error());
    return page_of_findings(**kept, 0);
}

}  // namespace

const Consultation query_lint{
    .name = "query_lint",
    .title = "Lint statements",
    .about = "Find anti-patterns in SQL statements: NOT IN with NULLs, OFFSET paging, functions on indexed columns, and others.",
    .command = &cli::query_lint,
    .parameters = {{"sql", "", "The statements"}, {"sources", "SOURCE", "Files of SQL instead"}, {"rules", "--rule", "Only these rules"}, {"base", "--base"}},
    .output = page_of_findings_schema,
    .run = run,
};

}  // namespace assay::mcp::tools

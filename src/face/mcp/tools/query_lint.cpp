// query_lint: anti-patterns in statements, and cheaper statements that answer the same.
#include "domain/query/model/statements.h"
#include "face/cli/commands.h"
#include "face/cli/query_rewrite.h"
#include "face/mcp/findings.h"

namespace assay::mcp::tools {

namespace {

Json in_short(const Json& rewrite) {
    Json result{{"original", rewrite["original"]}, {"rewritten", rewrite["rewritten"]}, {"rule", rewrite["rule"]}, {"rests_on", rewrite["rests_on"]}};
    result["proof"] = rewrite["proof"].is_null() ? Json{} : Json(rewrite["proof"]["after"]);
    if (const auto& cost = rewrite["cost"]; !cost.is_null()) result["cost"] = {{"before", cost["before"]}, {"after", cost["after"]}, {"basis", cost["basis"]}};
    return result;
}

// Of the same statements, in the base's lab: those that were proven and cost less.
Result<Json> rewrites_of(const Json& arguments, const std::vector<std::string>& files, Call& call, Desk& desk) {
    auto base = desk.roots.admit(text_in(arguments, "base").value_or(""));
    if (!base) return tl::unexpected(base.error());
    auto words = cli::defaults_of(cli::query_rewrite);
    words.values["--base"] = {std::move(*base)};
    words.values["STATEMENTS"] = files;
    const Following following{call};
    const auto report = cli::rewrite_statements(words, following.stop(), following.listener());
    if (!report) return tl::unexpected(report.error());
    return as_many_as_fit(Json::parse(cli::rewrite_json(*report))["rewrites"], result_bytes / 2, in_short);
}

Result<Json> run(const Json& arguments, Call& call, Desk& desk) {
    auto file = text_instead_of_sources(arguments, "sql", "given.sql");
    if (!file) return tl::unexpected(file.error());
    auto run = cli::prepare_area(arguments_for(query_lint, arguments), "query", "statements", cli::is_about<query::Statements>);
    if (!run) return tl::unexpected(run.error());
    auto kept = run_and_keep(std::move(*run), "lint", std::move(*file), call, desk);
    if (!kept) return tl::unexpected(kept.error());
    auto result = page_of_findings(**kept, 0);
    if (!flag_in(arguments, "rewrite")) return result;
    if (!member(arguments, "base")) return fail("'rewrite' needs 'base': rewrites are compared in a database");
    // While it is held nobody takes away the run, nor the file of a text that was given.
    const std::lock_guard lock{(*kept)->mutex};
    if (!(*kept)->run) return fail("the lab of this report had to make room: ask again");
    auto rewrites = rewrites_of(arguments, (*kept)->run->request.sources, call, desk);
    if (!rewrites) return tl::unexpected(rewrites.error());
    result["rewrites"] = std::move(*rewrites);
    return result;
}

}  // namespace

const Consultation query_lint{
    .name = "query_lint",
    .title = "Review statements",
    .about = "Find anti-patterns in SQL statements: NOT IN with NULLs, OFFSET paging, functions on indexed columns, and others; "
             "with `rewrite`, also cheaper statements that were shown to answer the same.",
    .command = &cli::query_lint,
    .parameters = {{"sql", "", "The statements"}, {"sources", "SOURCE", "Files of SQL instead"}, {"rules", "--rule", "Only these rules"}, {"base", "--base"},
                   {.name = "rewrite", .about = "Also cheaper statements, compared with these in the base", .takes = Takes::flag}},
    .output = page_of_findings_schema,
    .run = run,
    .verbs = {"query rewrite"},
};

}  // namespace assay::mcp::tools

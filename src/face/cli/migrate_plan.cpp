// assay migrate plan: a migration as steps that keep the application running, each tried in the lab.
#include "face/cli/migrate_plan.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

#include "core/catalogue.h"
#include "core/nearest.h"
#include "core/text.h"
#include "domain/migration/model/site.h"
#include "domain/migration/plan/files.h"
#include "domain/migration/prove/fill.h"
#include "domain/migration/prove/plan_prover.h"
#include "face/cli/migrate_plan_pending.h"
#include "face/cli/migrate_trace.h"
#include "face/cli/request.h"
#include "face/lab_schema.h"
#include "render/steps.h"
#include "sql/names.h"
#include "world/clock.h"
#include "world/files.h"

namespace assay::cli {

namespace {

constexpr std::int64_t usual_rows = 5'000;  // of each table that the migration touches, where --rows says nothing of it

struct Wanted {
    migration::PlanOptions plan;
    migration::WantedRows rows;
    bool proven = true;
};

Result<int> count_of(const Arguments& arguments, std::string_view option, int usual) {
    const auto text = arguments.text(option);
    if (text.empty()) return usual;
    const auto rows = row_count(text);
    if (!rows || *rows > 1'000'000) return fail(fmt::format("{} {}: expected a number from 1 to 1000000", option, text));
    return static_cast<int>(*rows);
}

Result<Wanted> wanted_of(const Arguments& arguments) {
    Wanted wanted;
    auto rows = wanted_rows(arguments);
    if (!rows) return tl::unexpected(rows.error());
    wanted.rows = std::move(*rows);
    if (const auto text = arguments.text("--lock-timeout"); !text.empty()) {
        const auto limit = duration_from(text);
        if (!limit || limit->count() < 1 || limit->count() > 60'000) return fail(fmt::format("--lock-timeout {}: expected a time from 1ms to 60s", text));
        wanted.plan.lock_timeout_ms = static_cast<int>(limit->count());
    }
    const auto batch = count_of(arguments, "--batch", wanted.plan.batch_rows);
    if (!batch) return tl::unexpected(batch.error());
    wanted.plan.batch_rows = *batch;
    wanted.proven = arguments.text("--prove") != "none";
    return wanted;
}

// As many as are asked for, and some for other tables that the migration touches and that have none.
Result<migration::WantedRows> rows_for(lab::Database& database, const migration::Plan& plan, migration::WantedRows rows) {
    auto session = database.connect();
    if (!session) return tl::unexpected(session.error());
    for (const auto& relation : plan.relations)
        if (const auto facts = migration::table_facts(*session, relation); facts && facts->kind == 'r')
            if (const auto any = session->query("select from " + sql::quote_relation(relation) + " limit 1"); any && any->size() == 0)
                rows.emplace(relation, usual_rows);
    return rows;
}

Result<migration::Plan> plan_of(const Result<Pending>& pending, const Wanted& wanted) {
    if (!pending) return tl::unexpected(pending.error());
    auto& server = pending->before->server();
    auto scratch = server.copy_database(*pending->before);
    if (!scratch) return tl::unexpected(scratch.error());
    auto plan = migration::make_plan(pending->statements, **scratch, wanted.plan);
    if (!plan) return plan;
    plan->notes.insert(plan->notes.end(), pending->notes.begin(), pending->notes.end());
    if (!wanted.proven) return plan;
    auto filled = server.copy_database(*pending->before);
    if (!filled) return tl::unexpected(filled.error());
    auto rows = rows_for(**filled, *plan, wanted.rows);
    if (!rows) return tl::unexpected(rows.error());
    migration::fill_tables(**filled, *rows, migration::default_sample, pending->references, plan->notes);
    if (auto proven = migration::prove_plan(*plan, pending->statements, **filled, {.schema = lab_schema}); !proven) return tl::unexpected(proven.error());
    return plan;
}

}  // namespace

Result<migration::Plan> plan_migrations(Session& session, const Arguments& arguments) {
    const auto wanted = wanted_of(arguments);
    if (!wanted) return tl::unexpected(wanted.error());
    return plan_of(pending_files(session), *wanted);
}

namespace {

bool is_proven(const migration::Plan& plan) {
    const auto holds = [](const auto& step) { return step.proof && step.proof->holds(); };
    return plan.proof && plan.proof->equal() && std::all_of(plan.steps.begin(), plan.steps.end(), holds);
}

int explain_recipes(const std::string& name) {
    std::vector<std::string_view> names;
    for (const auto* each : migration::recipes()) {
        names.push_back(each->name);
        if (name == "list") fmt::print("{:<20} {}\n", each->name, each->title);
        if (name != each->name) continue;
        fmt::print("{}", catalogue::text("domain/migration/plan/recipes/" + replaced(each->name, "-", "_") + ".md"));
        return clean;
    }
    if (name == "list") return clean;
    const auto near = nearest(name, names);
    return give_up(fmt::format("no recipe '{}'{}; --explain list shows all", name, near.empty() ? "" : ", did you mean '" + near + "'"));
}

// New files only: what is there already is somebody's.
Result<std::string> write_files(const migration::Plan& plan, const Arguments& arguments) {
    const std::filesystem::path folder = arguments.text("--into").empty() ? std::string{"plan"} : arguments.text("--into");
    const auto files = migration::plan_files(plan, {arguments.text("--write"), now_unix_seconds(), arguments.text("--after")});
    for (const auto& file : files)
        if (std::filesystem::exists(folder / file.path)) return fail("it is there already: --into names another folder", {(folder / file.path).string()});
    for (const auto& file : files) {
        const auto path = folder / file.path;
        std::error_code error;
        std::filesystem::create_directories(path.parent_path(), error);
        if (error) return fail(error.message(), {path.parent_path().string()});
        if (auto written = write_file(path, file.text); !written) return tl::unexpected(written.error());
    }
    return fmt::format("{} files for {} in {}, a folder for each release\n", files.size(), arguments.text("--write"), folder.string());
}

int print_plan(const migration::Plan& plan, const Report& report, const Arguments& arguments, std::string_view written) {
    auto options = render_options(arguments);
    if (arguments.text("--format") == "text") {
        auto text = rendering::steps_text(plan, options);
        text += written.empty() ? std::string_view{"\nAs files of your tool: --write flyway, prisma, alembic …; all of the SQL: --verbose\n"} : written;
        return print_text(text, arguments);
    }
    options.more_json = [&](rendering::JsonWriter& json) { rendering::write_steps(json, plan); };
    return print_report(report, arguments, "never", options);
}

int finish(const Result<migration::Plan>& plan, const Report& report, const Arguments& arguments) {
    if (!plan) return give_up(plan.error().text());
    std::string written;
    if (!arguments.text("--write").empty()) {
        auto files = write_files(*plan, arguments);
        if (!files) return give_up(files.error().text());
        written = std::move(*files);
    }
    if (const int status = print_plan(*plan, report, arguments, written); status != clean) return status;
    return arguments.text("--prove") == "none" || is_proven(*plan) ? clean : found;
}

int run(const Arguments& given) {
    auto arguments = given;
    if (const auto name = arguments.text("--explain"); !name.empty()) return explain_recipes(name);
    const auto wanted = wanted_of(arguments);
    if (!wanted) return give_up(wanted.error().text());
    if (arguments.given("--from") || arguments.given("--to")) {
        if (!arguments.given("--from") || !arguments.given("--to") || !arguments.list("SOURCE").empty())
            return give_up("--from A --to B names two schemas, and no files beside them");
        return finish(plan_of(pending_difference(arguments), *wanted), Report{}, arguments);
    }
    if (arguments.list("SOURCE").empty()) arguments.values["SOURCE"] = {"."};
    auto run = run_area(arguments, "migration", "", [](const Rule&) { return false; });
    if (!run) return give_up(run.error().text());
    Session& session = *(*run)->session;
    return finish(plan_migrations(session, arguments), session.report(), arguments);
}

}  // namespace

extern const Command migrate_plan;
const Command migrate_plan{
    .name = "plan",
    .about = "Make of a migration steps without downtime, and try them in the lab",
    .example = "assay migrate plan db/migrations/0042_bigint.sql --base db/schema.sql",
    .options = with_report_options({{"--from", "Instead of files: the schema that is there", OptionKind::value},
                                    {"--to", "and the schema that is wanted", OptionKind::value},
                                    {"--rename", "With these, old=new: what was renamed, not dropped and added; may be repeated", OptionKind::list},
                                    {"--rows", "Fill a table first: orders=5e6; 5000 if not said; may be repeated", OptionKind::list},
                                    {"--lock-timeout", "How long a step may wait for a lock; 100ms if not said", OptionKind::value},
                                    {"--batch", "Rows of one batch; 1000 if not said", OptionKind::value},
                                    {"--write", "Write the steps as files of this tool", OptionKind::value, {}, migration::plan_tools()},
                                    {"--into", "The folder for them; plan if not said", OptionKind::value},
                                    {"--after", "Alembic: the revision that they follow", OptionKind::value},
                                    {"--explain", "The page of a recipe by its name; list: all names", OptionKind::value}}, "never"),
    .run = run,
    .area = "migrate",
};

}  // namespace assay::cli

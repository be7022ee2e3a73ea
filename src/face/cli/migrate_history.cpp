// assay migrate history: the order of a folder, what was edited since it was released or applied, and which ways lead back.
#include "face/cli/migrate_history.h"

#include "domain/migration/read/history.h"
#include "render/history.h"
#include "world/clock.h"

namespace assay::cli {

bool judges_history(const Rule& rule) { return is_about<migration::History>(rule); }
bool judges_statements(const Rule& rule) { return !judges_history(rule); }

const migration::History* history_in(Session& session) {
    for (const auto* history : session.workspace().all<migration::History>()) return history;
    return nullptr;
}

const migration::Applied* applied_in(Session& session) {
    for (const auto* applied : session.workspace().all<migration::Applied>()) return applied;
    return nullptr;
}

Result<void> find_history(Run& run) {
    const Stopwatch watch;
    const auto server = std::exchange(run.request.base, {});
    run.session = std::make_unique<Session>(run.request);
    Session& session = *run.session;
    if (auto done = session.read(); !done) return done;
    if (const auto* history = history_in(session); history && !server.empty()) {
        auto applied = migration::read_applied(server, history->convention);
        if (!applied) return tl::unexpected(applied.error());
        session.workspace().add(std::move(*applied));
    }
    if (auto done = session.run_rules(); !done) return done;
    apply_settings(run.settings, run.baseline, session.report());
    session.report().seconds = watch.seconds();
    return {};
}

namespace {

int run(const Arguments& given) {
    auto arguments = given;
    if (arguments.list("SOURCE").empty()) arguments.values["SOURCE"] = {"."};
    auto run = prepare_area(arguments, "migration", "history", judges_history);
    if (!run) return give_up(run.error().text());
    if (auto done = find_history(**run); !done) return give_up(done.error().text());
    Session& session = *(*run)->session;
    const auto* history = history_in(session);
    if (!history) return give_up("nothing that has a history was found: expected a folder of migrations");
    const auto* applied = applied_in(session);
    auto options = render_options(arguments);
    options.more_json = [&](rendering::JsonWriter& json) { rendering::write_history(json, *history, applied); };
    const bool text = arguments.text("--format") == "text";
    return print_report(session.report(), arguments, arguments.text("--fail-on"), options, text ? rendering::history_text(*history, applied, options) : std::string{});
}

}  // namespace

extern const Command migrate_history;
const Command migrate_history{
    .name = "history",
    .about = "Order, gaps, heads, edited files, ways back",
    .example = "assay migrate history db/migrations --base postgres://localhost/shop",
    .options = with_report_options({}, "error"),
    .run = run,
    .area = "migrate",
};

}  // namespace assay::cli

#include "face/session.h"

#include <fmt/core.h>

#include <algorithm>
#include <future>

#include "core/catalogue.h"
#include "core/text.h"
#include "lab/live.h"
#include "map/run_rule.h"
#include "sql/parser.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

bool is_url(std::string_view text) {
    return text.find("://") != text.npos || text.find("service=") != text.npos ||
           text.find("host=") != text.npos || text.find("dbname=") != text.npos;
}

const Domain* reader_of(const Source& source, std::string_view named) {
    for (const Domain* domain : catalogue::domains())
        if (!named.empty() ? domain->name == named : domain->reads && domain->reads(source)) return domain;
    return nullptr;
}

// Texts of one kind of every domain, such as map/tables*.sql.
void for_each_text(std::string_view kind, const std::function<void(const catalogue::Text&)>& use) {
    for (const auto& text : catalogue::texts()) {
        if (!starts_with(text.path, "domain/") || !ends_with(text.path, ".sql")) continue;
        const auto at = text.path.find("/map/");
        if (at != text.path.npos && starts_with(text.path.substr(at + 5), kind)) use(text);
    }
}

void define_all(MapBuilder& builder, std::string_view kind) {
    for_each_text(kind, [&](const catalogue::Text& text) { builder.define(text.bytes, text.path); });
}

// The class of facts that the rule's domain is about, where the map has none of it: preparing its query would tell no more.
char central_class_missing(const Rule& rule, const Map& map) {
    if (rule.sql.empty()) return '\0';
    for (const Domain* domain : catalogue::domains()) {
        const auto id = std::string_view{rule.facts.id.text};
        if (domain->central_class == '\0' || id.substr(0, id.find('/')) != domain->name) continue;
        const auto& all = map.databases();
        const bool there = std::any_of(all.begin(), all.end(), [&](auto database) { return map.available(database, domain->central_class); });
        return there || all.empty() ? '\0' : domain->central_class;
    }
    return '\0';
}

}  // namespace

std::unique_ptr<MapBuilder> empty_map() {
    auto builder = std::make_unique<MapBuilder>();
    for (const Domain* domain : catalogue::domains())
        if (domain->functions) domain->functions(builder->handle());
    define_all(*builder, "tables");
    define_all(*builder, "views");
    return builder;
}

std::unique_ptr<Map> build_map(const Workspace& workspace, std::string_view amend) { return build_map(workspace, amend, empty_map()); }

std::unique_ptr<Map> build_map(const Workspace& workspace, std::string_view amend, std::unique_ptr<MapBuilder> empty) {
    MapBuilder& builder = *empty;
    for (const Domain* domain : catalogue::domains())
        if (domain->load) domain->load(workspace, builder);
    define_all(builder, "indexes");
    if (!amend.empty() && !builder.try_execute(amend)) return nullptr;
    for_each_text("kept", [&](const catalogue::Text& text) { builder.keep(text.bytes, text.path); });
    return builder.finish();
}

Session::Session(Request request) : request_{std::move(request)}, progress_{request_.on_progress} {}
Session::~Session() = default;

Result<std::vector<Source>> Session::sources() {
    std::vector<Source> found;
    auto named = request_.sources;
    if (named.empty()) named.emplace_back(".");
    for (const auto& text : named) {
        if (is_url(text) || text == "-") {
            found.push_back({text, {}, {}});
            continue;
        }
        std::error_code error;
        if (!fs::exists(text, error)) return fail("no such file or folder", {text});
        if (!fs::is_directory(text)) {
            found.push_back({text, text, {}});
            continue;
        }
        const auto before = found.size();
        for (const Domain* domain : catalogue::domains())
            if (domain->discover)
                for (auto& source : domain->discover(text)) found.push_back(std::move(source));
        if (found.size() == before)
            return fail("nothing that Assay reads was found in this folder; name a file, a folder or postgres://…", {text});
    }
    return found;
}

Result<void> Session::read_source(const Source& source, std::string_view reader) {
    const Domain* domain = reader_of(source, reader);
    if (!domain) return fail("not a kind of source that Assay reads", {source.text});
    const auto shown = is_url(source.text) ? lab::shown_address(source.text) : source.text;
    progress_.say("reading " + shown);
    ReadContext context{progress_, report_, request_.postgres_major, request_.profile, {}, server_, request_.read_as};
    std::error_code ignored;
    if (!source.path.empty())
        context.root = fs::weakly_canonical(fs::is_directory(source.path) ? source.path : source.path.parent_path(), ignored);
    const Stopwatch watch;
    auto done = domain->read(source, context, workspace_);
    took(Timing::Part::phase, "reading " + shown, watch);
    return done;
}

Result<void> Session::go_on() const {
    if (request_.stop()) return fail("stopped, as was asked");
    return {};
}

void Session::took(Timing::Part part, std::string_view what, const Stopwatch& watch) {
    timings_.push_back({part, std::string{what}, watch.seconds()});
}

Result<void> Session::read() {
    auto found = sources();
    if (!found) return tl::unexpected(found.error());
    const auto base = found->size();  // any domain may read it
    if (!request_.base.empty()) found->push_back({request_.base, is_url(request_.base) ? fs::path{} : fs::path{request_.base}, {}});
    // Tables and views are made while the sources are read.
    auto empty = std::async(std::launch::async, empty_map);
    std::optional<Error> first_error;
    std::size_t failed = 0;
    for (std::size_t i = 0; i < found->size(); ++i) {
        const Source& source = (*found)[i];
        if (auto on = go_on(); !on) return on;
        if (auto done = read_source(source, i == base ? std::string_view{} : request_.reader); !done) {
            ++failed;
            if (!first_error) first_error = done.error();
            report_.unread({source.text, done.error().text()});
        }
    }
    if (auto on = go_on(); !on) return on;
    if (failed == found->size() && first_error) return tl::unexpected(*first_error);
    for (const auto& unread : workspace_.unread()) report_.unread(unread);
    progress_.say("building the map");
    const Stopwatch watch;
    map_ = build_map(workspace_, {}, empty.get());
    took(Timing::Part::phase, "building the map", watch);
    workspace_.map = map_.get();
    return {};
}

Result<void> Session::run_rules() {
    progress_.say("running rules");
    const Stopwatch watch;
    Result<void> done;
    // On a parser's own thread: a rule that reads many expressions would else wait for another thread at each.
    const auto ran = sql::with_parser_thread([&](const sql::Parser&) {
        done = run_each(catalogue::rules());
        if (done && request_.own_rules) done = run_each(*request_.own_rules);
    });
    if (!ran) return ran;
    if (!done) return done;
    report_.finish();
    took(Timing::Part::phase, "running rules", watch);
    return {};
}

Result<void> Session::run_each(const std::vector<Rule>& rules) {
    for (const Rule& rule : rules) {
        if (!request_.wanted(rule)) continue;
        if (auto on = go_on(); !on) return on;
        if (const char missing = central_class_missing(rule, *map_); missing != '\0') {
            report_.begin(rule);
            report_.not_run(rule, std::string{fact_class_name(missing)});
            continue;
        }
        const Stopwatch watch;
        if (auto done = run_rule(rule, workspace_, report_); !done) return done;
        took(Timing::Part::rule, rule.facts.id.text, watch);
    }
    return {};
}

Result<lab::Database*> Session::laboratory(std::int64_t subject) {
    for (const Domain* domain : catalogue::domains())
        if (domain->laboratory) {
            ReadContext context{progress_, report_, request_.postgres_major, false, {}, server_};
            auto database = domain->laboratory(workspace_, subject, context);
            if (!database) return database;
            if (*database) return database;
        }
    return fail("a database in the lab");
}

void Session::prove_one(Finding& finding, Budget& budget) {
    const Prover prover = catalogue::prover(*finding.rule);
    if (!prover && !(request_.try_fixes && finding.fix && !finding.fix->statement.empty())) return;
    auto database = laboratory(finding.subject);
    if (!database) {
        if (prover) {
            finding.proof_state = ProofState::untried_needs;
            finding.untried = database.error().message;
        }
        return;
    }
    Lab lab{**database};
    if (prover) {
        auto outcome = prover({finding, finding.subject, *map_}, lab, budget);
        finding.proof_state = outcome.state;
        finding.untried = std::move(outcome.reason);
        finding.proof = std::move(outcome.proof);
        if (finding.fix && outcome.fix) finding.fix->proof = std::move(outcome.fix);
        lab.reset();
    }
    if (finding.fix && !finding.fix->proof && finding.proof_state != ProofState::refuted) try_fix(finding, lab);
}

void Session::prove() {
    if (request_.prove == Prove::none) return;
    const Stopwatch watch;
    Budget budget{request_.prove == Prove::all ? Milliseconds{24 * 3600 * 1000} : request_.prove_budget};
    int number = 0;
    for (auto& finding : report_.findings()) {
        if (budget.spent() || request_.stop()) break;
        progress_.say(fmt::format("proving {} of {}: {}", ++number, report_.findings().size(), finding.object));
        prove_one(finding, budget);
    }
    report_.rank();
    report_.proof_seconds = watch.seconds();
    took(Timing::Part::phase, "proving", watch);
}

}  // namespace assay

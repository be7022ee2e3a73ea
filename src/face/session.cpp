#include "face/session.h"

#include <fmt/core.h>

#include <algorithm>
#include <future>

#include "core/catalogue.h"
#include "core/text.h"
#include "face/base_lab.h"
#include "face/rule_run.h"
#include "lab/live.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

// As the user named it.
Source named_source(const std::string& text, std::string_view reader, std::string_view as) {
    return {text, is_url(text) || text == "-" ? fs::path{} : fs::path{text}, {}, reader, as};
}

const Domain* reader_of(const Source& source) {
    for (const Domain* domain : catalogue::domains())
        if (!source.reader.empty() ? domain->name == source.reader : domain->reads && domain->reads(source)) return domain;
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

}  // namespace

bool is_url(std::string_view text) {
    return text.find("://") != text.npos || lab::is_address(text);
}

void register_functions(sqlite3* database) {
    for (const Domain* domain : catalogue::domains())
        if (domain->functions) domain->functions(database);
}

std::unique_ptr<MapBuilder> empty_map() {
    auto builder = std::make_unique<MapBuilder>();
    register_functions(builder->handle());
    define_all(*builder, "tables");
    define_all(*builder, "views");
    return builder;
}

std::unique_ptr<Map> build_map(const Workspace& workspace, std::string_view amend) { return build_map(workspace, amend, empty_map()); }

std::unique_ptr<Map> build_map(const Workspace& workspace, std::string_view amend, std::unique_ptr<MapBuilder> empty) {
    MapBuilder& builder = *empty;
    for (const Domain* domain : catalogue::domains())
        if (domain->load) domain->load(workspace, builder);
    if (!amend.empty()) builder.settle();
    if (!amend.empty() && !builder.try_execute(amend)) return nullptr;
    return builder.finish([](MapBuilder& whole) {
        define_all(whole, "indexes");
        for_each_text("kept", [&](const catalogue::Text& text) { whole.keep(text.bytes, text.path); });
    });
}

Session::Session(Request request) : request_{std::move(request)}, progress_{request_.on_progress} {}
Session::~Session() = default;

Result<std::vector<Source>> Session::sources() {
    std::vector<Source> found;
    auto named = request_.sources;
    if (named.empty()) named.emplace_back(".");
    for (const auto& text : named) {
        std::error_code error;
        const bool is_path = !is_url(text) && text != "-";
        if (is_path && !fs::exists(text, error)) return fail("no such file or folder", {text});
        const Source named_here = named_source(text, request_.reader, request_.read_as);
        // A domain that is named and discovers nothing by itself looks into the folder when it reads.
        const Domain* named_reader = request_.reader.empty() ? nullptr : reader_of(named_here);
        if (!is_path || !fs::is_directory(text) || (named_reader && !named_reader->discover)) {
            found.push_back(named_here);
            continue;
        }
        const auto before = found.size();
        for (const Domain* domain : catalogue::domains())
            if (domain->discover)
                for (auto& source : domain->discover(text)) {
                    if (is_other_than_said(source)) continue;
                    source.reader = request_.reader.empty() ? domain->name : request_.reader;
                    if (!request_.read_as.empty()) source.as = request_.read_as;
                    found.push_back(std::move(source));
                }
        if (found.size() == before)
            return fail("nothing that Assay reads was found in this folder; name a file, a folder or postgres://…", {text});
    }
    return found;
}

// The user's word says what the workload is: that it is no schema, and that nothing else that lies about is one.
bool Session::is_other_than_said(const Source& found) const {
    if (request_.workload.empty()) return false;
    std::error_code error;
    return found.as == "workload" || fs::equivalent(found.path, request_.workload, error);
}

Result<void> Session::read_source(const Source& source) {
    const Domain* domain = reader_of(source);
    if (!domain) return fail("not a kind of source that Assay reads", {source.text});
    const auto shown = is_url(source.text) ? lab::shown_address(source.text) : source.text;
    progress_.say("reading " + shown);
    ReadContext context{progress_, report_, request_.postgres_major, request_.profile, {}, server_, source.as};
    std::error_code ignored;
    if (!source.path.empty())
        context.root = fs::weakly_canonical(fs::is_directory(source.path) ? source.path : source.path.parent_path(), ignored);
    const Stopwatch watch;
    auto done = domain->read(source, context, workspace_);
    took(Timing::Part::phase, "reading " + shown, watch);
    if (context.remembers_statements) remembering_.push_back(source);
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
    if (!request_.base.empty()) found->push_back(named_source(request_.base, {}, {}));  // any domain may read it
    if (!request_.workload.empty()) found->push_back(named_source(request_.workload, "query", "workload"));
    // Tables and views are made while the sources are read.
    auto empty = std::async(std::launch::async, empty_map);
    std::optional<Error> first_error;
    std::size_t failed = 0;
    for (const Source& source : *found) {
        if (auto on = go_on(); !on) return on;
        if (auto done = read_source(source); !done) {
            ++failed;
            if (!first_error) first_error = done.error();
            report_.unread({source.text, done.error().text()});
        }
    }
    if (auto on = go_on(); !on) return on;
    if (failed == found->size() && first_error) return tl::unexpected(*first_error);
    if (request_.workload.empty()) read_remembered();
    for (const auto& unread : workspace_.unread()) report_.unread(unread);
    progress_.say("building the map");
    const Stopwatch watch;
    map_ = build_map(workspace_, {}, empty.get());
    took(Timing::Part::phase, "building the map", watch);
    workspace_.map = map_.get();
    return {};
}

// What live servers remember of their statements; where none does, rules say that they need it.
void Session::read_remembered() {
    for (const Source& source : std::exchange(remembering_, {}))
        if (source.as.empty()) (void)read_source(named_source(source.text, "query", "workload"));
}

Result<void> Session::run_rules() {
    progress_.say("running rules");
    const Stopwatch watch;
    std::vector<const Rule*> wanted;
    for (const auto* rules : {&catalogue::rules(), request_.own_rules})
        for (std::size_t i = 0; rules && i < rules->size(); ++i)
            if (request_.wanted((*rules)[i])) wanted.push_back(&(*rules)[i]);
    const auto ran = run_rules_over(wanted, workspace_, request_.stop, report_);
    if (!ran) return tl::unexpected(ran.error());
    for (const auto& [rule, seconds] : *ran) timings_.push_back({Timing::Part::rule, std::string{rule->facts.id.text}, seconds});
    report_.finish();
    took(Timing::Part::phase, "running rules", watch);
    return {};
}

std::int64_t in_base(const Map& map, std::int64_t subject) {
    const auto number = map_id::database_of(subject);
    auto base = map.prepare("select base_id from bases where database_id = ?");
    base.bind(1, number == 0 ? subject : number);
    return base.step() ? base.integer(0) : subject;
}

Result<lab::Database*> laboratory_of(const Workspace& workspace, std::int64_t subject, ReadContext& context) {
    subject = in_base(*workspace.map, subject);
    for (const Domain* domain : catalogue::domains()) {
        if (!domain->laboratory) continue;
        auto database = domain->laboratory(workspace, subject, context);
        if (!database || *database) return database;
    }
    return nullptr;
}

Result<lab::Database*> Session::base_laboratory() {
    if (request_.base.empty()) return fail("the database: --base FILE|FOLDER|postgres://…");
    if (!base_lab_) base_lab_ = make_base_laboratory();
    if (!*base_lab_) return tl::unexpected(base_lab_->error());
    return (*base_lab_)->database.get();
}

// The base was read last.
Result<lab::StatisticsLab> Session::make_base_laboratory() {
    ReadContext context{progress_, report_, request_.postgres_major, false, {}, server_};
    const auto& databases = map_->databases();
    for (auto id = databases.rbegin(); id != databases.rend(); ++id) {
        const auto schema = laboratory_of(workspace_, *id, context);
        if (!schema) return tl::unexpected(schema.error());
        if (!*schema) continue;
        const auto statistics = statistics_of(request_.base);
        if (!statistics) return tl::unexpected(statistics.error());
        return planning_lab(**schema, *statistics);
    }
    return fail("a database in the base " + request_.base);
}

Result<lab::Database*> Session::laboratory(std::int64_t subject) {
    ReadContext context{progress_, report_, request_.postgres_major, false, {}, server_};
    const auto own = laboratory_of(workspace_, subject, context);
    return !own || *own ? own : base_laboratory();
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
        if (outcome.better_fix) finding.fix = std::move(outcome.better_fix);
        if (finding.fix && outcome.fix) finding.fix->proof = std::move(outcome.fix);
        lab.reset();
    }
    if (finding.fix && !finding.fix->proof && finding.proof_state != ProofState::refuted) try_fix(finding, lab);
}

// The base's lab is made before the time for experiments begins: else it would take all of it.
void Session::prepare_base() {
    if (request_.base.empty()) return;
    const auto& findings = report_.findings();
    ReadContext context{progress_, report_, request_.postgres_major, false, {}, server_};
    const bool wanted = std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
        if (!catalogue::prover(*finding.rule)) return false;
        const auto own = laboratory_of(workspace_, finding.subject, context);
        return own && !*own;
    });
    if (!wanted) return;
    progress_.say("restoring the base for experiments");
    (void)base_laboratory();
}

// Nobody asked for experiments: that is not a want of time.
void Session::leave_untried() {
    for (auto& finding : report_.findings())
        if (finding.proof_state == ProofState::untried_budget && catalogue::prover(*finding.rule)) {
            finding.proof_state = ProofState::untried_needs;
            finding.untried = "--prove top";
        }
}

void Session::prove() {
    if (request_.prove == Prove::none) return leave_untried();
    const Stopwatch watch;
    prepare_base();
    Budget budget{request_.prove == Prove::all ? Milliseconds{24 * 3600 * 1000} : request_.prove_budget};
    int number = 0;
    for (auto& finding : report_.findings()) {
        if (budget.spent() || request_.stop()) break;
        progress_.say(fmt::format("proving {} of {}: {}", ++number, report_.findings().size(), finding.object));
        prove_one(finding, budget);
    }
    const auto& findings = report_.findings();
    report_.refuted = static_cast<int>(std::count_if(findings.begin(), findings.end(), [](const Finding& f) { return f.proof_state == ProofState::refuted; }));
    report_.rank();
    report_.proof_seconds = watch.seconds();
    took(Timing::Part::phase, "proving", watch);
}

}  // namespace assay

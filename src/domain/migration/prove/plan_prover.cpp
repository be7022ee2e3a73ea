// helper: runs a plan forth and back
#include "domain/migration/prove/plan_prover.h"

#include <fmt/core.h>

#include <algorithm>
#include <thread>

#include "core/text.h"
#include "domain/migration/prove/load.h"
#include "domain/migration/prove/observer.h"
#include "domain/migration/prove/old_writes.h"
#include "domain/migration/prove/plan_state.h"
#include "domain/migration/read/prepared.h"
#include "sql/script.h"
#include "world/limits.h"

namespace assay::migration {

namespace {

constexpr Milliseconds settling{25};

struct State {
    diff::Model schema;
    RowState rows;
};

// A text's statements, each by itself; otherwise the text as one query, which is one transaction.
Result<void> run_text(pg::Connection& session, const std::string& text, Runs runs) {
    if (runs != Runs::alone) {
        if (session.query(text, limits::load_time)) return {};
        return fail(session.last_error().message);
    }
    const auto pieces = sql::split(text, "step");
    if (!pieces) return tl::unexpected(pieces.error());
    for (const auto& piece : *pieces)
        if (!session.query(std::string{piece.text}, limits::load_time)) return fail(session.last_error().message);
    return {};
}

class Prover {
public:
    Prover(Plan& plan, const std::vector<StatementToPlan>& statements, lab::Database& before, const PlanTrial& options)
        : plan_{plan}, statements_{statements}, before_{before}, options_{options} {}

    Result<void> run();

private:
    Result<State> state(pg::Connection& session) const;
    Result<void> go_forth();
    Result<void> open();
    Result<void> go_back();
    Result<void> go_forth_again(std::size_t end);
    Result<void> undo(std::size_t number, const std::set<std::string>& lost);
    bool loses_what_was_known(const Step& step) const;
    Result<std::set<std::string>> written_by_triggers(pg::Connection& session);
    Result<void> compare();
    void try_step(Step& step, Load& load);
    std::string works_under_lock(const Step& step);
    std::string write_as_before();
    void judge(StepProof& proof, const LoadSeen& seen, bool old_programs_run) const;
    RowState expected_rows(std::size_t step) const;
    std::vector<std::string> differences(const State& is, std::size_t step, const std::set<std::string>& lost) const;

    Plan& plan_;
    const std::vector<StatementToPlan>& statements_;
    lab::Database& before_;
    std::unique_ptr<lab::Database> trial_;
    const PlanTrial& options_;
    std::optional<pg::Connection> session_, onlooker_;
    std::optional<Observer> observer_;
    OldWrites writes_;
    std::vector<std::vector<std::string>> written_;  // by old programs before each step
    std::vector<State> states_;     // before each step, and at the end
    RowState last_written_;         // after the last of these writes
    std::size_t writes_until_ = 0;  // the step before which that was
    bool old_programs_run_ = true, writes_go_on_ = true;
    std::size_t done_ = 0;          // steps that ran
};

Result<State> Prover::state(pg::Connection& session) const {
    auto rows = row_state(session);
    if (!rows) return tl::unexpected(rows.error());
    if (auto begun = session.query("begin"); !begun) return tl::unexpected(begun.error());
    auto schema = options_.schema(session);
    (void)session.query("rollback");
    if (!schema) return tl::unexpected(schema.error());
    return State{std::move(*schema), std::move(*rows)};
}

// What it read or wrote anew while nobody could write; tried in a transaction that is rolled back.
std::string Prover::works_under_lock(const Step& step) {
    if (step.runs == Runs::alone || step.runs == Runs::in_batches) return {};
    if (!session_->query("begin")) return {};
    std::string works;
    if (observer_->before(*session_) && session_->query(step.statement, limits::load_time))
        if (const auto observed = observer_->after(*session_))
            for (const auto& lock : observed->locks) {
                const auto& touched = plan_.relations;
                if (!conflict(lock.mode, Mode::row_exclusive) || std::find(touched.begin(), touched.end(), lock.relation) == touched.end()) continue;
                const auto is_in = [&](const std::vector<std::string>& list) { return std::find(list.begin(), list.end(), lock.relation) != list.end(); };
                if (is_in(observed->rewrites)) works = fmt::format("it writes {} anew under {}", lock.relation, name(lock.mode));
                else if (is_in(observed->scans)) works = fmt::format("it reads all of {} under {}", lock.relation, name(lock.mode));
            }
    (void)session_->query("rollback");
    return works;
}

// Empty when old programs could write.
std::string Prover::write_as_before() {
    for (auto& text : writes_.next()) {
        if (!onlooker_->query(text)) return onlooker_->last_error().message;
        written_.back().push_back(std::move(text));
    }
    return {};
}

void Prover::judge(StepProof& proof, const LoadSeen& seen, bool old_programs_run) const {
    proof.worst_wait_ms = seen.worst_ms;
    proof.worst_statement = seen.worst;
    proof.statements = seen.statements;
    const double limit_ms = plan_.lock_timeout_ms + wait_slack_ms;
    if (proof.problem.empty() && seen.worst_ms > limit_ms)
        proof.problem = fmt::format("{} took {:.0f} ms beside it, more than {:.0f} ms", seen.worst, seen.worst_ms, limit_ms);
    if (proof.problem.empty() && old_programs_run && !seen.error.empty()) proof.problem = "programs as they are fail beside it: " + seen.error;
}

void Prover::try_step(Step& step, Load& load) {
    StepProof proof;
    if (!step.deploy.empty()) old_programs_run_ = false;
    written_.emplace_back();
    // What a step changes in rows that are known is not what the migration would do to rows that are written later.
    writes_go_on_ &= !loses_what_was_known(step);
    if (old_programs_run_ && writes_go_on_) {
        if (auto error = write_as_before(); !error.empty()) proof.problem = "programs as they are cannot write before it: " + error;
        if (auto rows = row_state(*onlooker_)) last_written_ = std::move(*rows);
        writes_until_ = done_;
    }
    if (auto works = works_under_lock(step); !works.empty()) proof.problem = std::move(works);
    if (options_.holds.count() > 0) std::this_thread::sleep_for(settling);  // who had to wait for that try is not counted
    (void)load.take();
    (void)session_->take_notices();
    const Stopwatch watch;
    const auto ran = run_text(*session_, runnable(step.statement, step.runs, plan_.lock_timeout_ms), step.runs);
    proof.took_ms = watch.seconds() * 1000;
    if (step.runs == Runs::in_transaction) proof.tries = 1 + static_cast<int>(session_->take_notices().size());
    judge(proof, load.take(), old_programs_run_);
    if (!ran) proof.problem = "it fails: " + ran.error().message;
    step.proof = std::move(proof);
}

Result<void> Prover::go_forth() {
    auto tables = load_tables(*onlooker_, plan_.relations);
    if (!tables) return tl::unexpected(tables.error());
    writes_ = OldWrites::of(*onlooker_, plan_);
    writes_.keep_what_works(*onlooker_, plan_.steps.size());
    auto load = Load::start(*trial_, std::move(*tables), options_.holds);
    if (!load) return tl::unexpected(load.error());
    for (auto& step : plan_.steps) {
        auto before = state(*onlooker_);
        if (!before) return tl::unexpected(before.error());
        states_.push_back(std::move(*before));
        try_step(step, **load);
        if (starts_with(step.proof->problem, "it fails")) return {};
        ++done_;
    }
    auto end = state(*onlooker_);
    if (!end) return tl::unexpected(end.error());
    states_.push_back(std::move(*end));
    return {};
}

// What old programs have written is written here too. Tables that change with it, though nobody named them, are written by triggers,
// with the time and numbers of the moment: audits.
Result<std::set<std::string>> Prover::written_by_triggers(pg::Connection& session) {
    const auto before = row_state(session);
    if (!before) return tl::unexpected(before.error());
    for (const auto& round : written_)
        for (const auto& text : round) (void)session.query(text);
    const auto after = row_state(session);
    if (!after) return tl::unexpected(after.error());
    std::set<std::string> tables;
    for (const auto& name : row_differences(*before, *after, {plan_.relations.begin(), plan_.relations.end()}))
        tables.insert(before->tables.contains(name) ? name : name.substr(0, name.rfind('.')));
    for (const auto& table : tables) plan_.notes.push_back(fmt::format("{} is written by triggers: its rows were not compared", table));
    return tables;
}

// The migration as it is written, on the same rows and what old programs wrote.
Result<void> Prover::compare() {
    PlanProof proof;
    auto target = before_.server().copy_database(before_);
    if (!target) return tl::unexpected(target.error());
    auto session = (*target)->connect();
    if (!session) return tl::unexpected(session.error());
    auto excused = written_by_triggers(*session);
    if (!excused) return tl::unexpected(excused.error());
    for (const auto& statement : statements_) {
        auto text = prepared_statement(statement.text, **target, false);
        if (text && !text->empty() && !session->query(*text, limits::load_time))
            proof.problem = "the migration by itself fails on these rows: " + session->last_error().message;
    }
    if (done_ < plan_.steps.size()) proof.problem = "a step fails";
    if (proof.problem.empty()) {
        auto wanted = state(*session);
        if (!wanted) return tl::unexpected(wanted.error());
        auto difference = schema_difference(states_.back().schema, wanted->schema);
        proof.differences = std::move(difference.facts);
        for (const auto& order : difference.order) proof.order.push_back(order.text());
        excused->insert(plan_.volatile_columns.begin(), plan_.volatile_columns.end());
        proof.rows = row_differences(states_.back().rows, wanted->rows, *excused);
        proof.tables = static_cast<std::int64_t>(wanted->rows.tables.size());
        proof.compared_rows = wanted->rows.rows;
    }
    plan_.proof = std::move(proof);
    return {};
}

// Between what is now and what was before a step.
std::vector<std::string> Prover::differences(const State& is, std::size_t step, const std::set<std::string>& lost) const {
    auto difference = schema_difference(is.schema, states_[step].schema);
    auto found = std::move(difference.facts);
    for (const auto& order : difference.order) {
        const bool excused = std::any_of(lost.begin(), lost.end(), [&](const std::string& name) { return starts_with(name, order.relation + "."); });
        if (!excused) found.push_back(order.text());
    }
    for (auto& name : row_differences(is.rows, expected_rows(step), lost)) found.push_back("rows of " + name);
    return found;
}

// Rows before a step, with what programs have written since then: no way back takes that away.
RowState Prover::expected_rows(std::size_t step) const {
    auto rows = states_[step].rows;
    if (step > writes_until_) return rows;
    const auto& known = states_.front().rows.sums;
    for (auto& [name, sum] : rows.sums) {
        const bool of_known_table = known.contains(name) || known.contains(name.substr(0, name.rfind('.')));
        if (const auto later = last_written_.sums.find(name); of_known_table && later != last_written_.sums.end()) sum = later->second;
    }
    return rows;
}

bool Prover::loses_what_was_known(const Step& step) const {
    return std::any_of(step.lost.begin(), step.lost.end(), [&](const std::string& name) { return states_.front().rows.sums.contains(name); });
}

// One step back; an Error says why it does not lead there.
Result<void> Prover::undo(std::size_t number, const std::set<std::string>& lost) {
    const auto& step = plan_.steps[number];
    if (!step.rollback.empty()) {
        const auto text = runnable(step.rollback, step.rollback_runs, plan_.lock_timeout_ms);
        if (auto done = run_text(*session_, text, step.rollback_runs); !done) return fail("the way back fails: " + done.error().message);
    }
    auto now = state(*onlooker_);
    if (!now) return tl::unexpected(now.error());
    if (const auto found = differences(*now, number, lost); !found.empty()) return fail("the way back leaves it otherwise: " + joined(found, "; "));
    return {};
}

// From the last step to the first. Where one does not lead back, or has lost what was known before the migration, those before it
// cannot be judged any more: they are done once more, on rows that have lost nothing.
Result<void> Prover::go_back() {
    const std::set<std::string> excused{plan_.volatile_columns.begin(), plan_.volatile_columns.end()};
    auto lost = excused;
    for (auto number = done_; number-- > 0;) {
        auto& step = plan_.steps[number];
        lost.insert(step.lost.begin(), step.lost.end());
        step.proof->rolled_back = !step.rollback.empty();
        const auto done = undo(number, lost);
        if (!done) step.proof->rollback_problem = done.error().message;
        if (number == 0 || (done && !loses_what_was_known(step))) continue;
        if (auto again = go_forth_again(number); !again) return again;
        lost = excused;
    }
    return {};
}

// On a copy that nothing was done to: the steps before this one, without onlookers.
Result<void> Prover::go_forth_again(std::size_t end) {
    if (auto opened = open(); !opened) return opened;
    for (std::size_t number = 0; number < end; ++number) {
        for (const auto& text : written_[number]) (void)onlooker_->query(text);
        const auto& step = plan_.steps[number];
        if (auto ran = run_text(*session_, runnable(step.statement, step.runs, plan_.lock_timeout_ms), step.runs); !ran) return ran;
    }
    // What programs wrote before later steps is expected from here on.
    for (auto number = end; number <= writes_until_ && number < written_.size(); ++number)
        for (const auto& text : written_[number]) (void)onlooker_->query(text);
    return {};
}

Result<void> Prover::open() {
    session_.reset();
    onlooker_.reset();
    observer_.reset();
    auto copy = before_.server().copy_database(before_);
    if (!copy) return tl::unexpected(copy.error());
    trial_ = std::move(*copy);
    if (auto counted = count_scans(*trial_); !counted) return counted;
    auto session = trial_->connect(), onlooker = trial_->connect();
    auto observer = Observer::open(*trial_);
    if (!session) return tl::unexpected(session.error());
    if (!onlooker) return tl::unexpected(onlooker.error());
    if (!observer) return tl::unexpected(observer.error());
    session_ = std::move(*session);
    onlooker_ = std::move(*onlooker);
    observer_ = std::move(*observer);
    return {};
}

Result<void> Prover::run() {
    if (auto opened = open(); !opened) return opened;
    if (auto done = go_forth(); !done) return done;
    if (auto done = compare(); !done) return done;
    return go_back();
}

}  // namespace

Result<void> prove_plan(Plan& plan, const std::vector<StatementToPlan>& statements, lab::Database& before, const PlanTrial& trial) {
    return Prover{plan, statements, before, trial}.run();
}

}  // namespace assay::migration

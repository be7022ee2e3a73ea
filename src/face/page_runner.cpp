#include "face/page_runner.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/catalogue.h"
#include "core/text.h"
#include "core/values.h"
#include "face/session.h"
#include "map/run_rule.h"

namespace assay {

namespace {

// Values of rows stand in a page as they are: pages hold no one's data.
std::string plain(std::string text) {
    std::erase_if(text, [](char c) { return c == value_begins || c == value_ends; });
    return text;
}

std::vector<teach::ExpectedFinding> seen_in(const Report& report) {
    std::vector<teach::ExpectedFinding> seen;
    for (const auto& finding : report.findings()) {
        auto message = plain(finding.message);
        if (finding.count > 1) message += fmt::format(" (and {} more)", finding.count - 1);
        seen.push_back({plain(finding.object), std::string{name(finding.severity)}, std::move(message)});
    }
    return seen;
}

std::string difference(const teach::Case& wanted, std::vector<teach::ExpectedFinding> seen) {
    auto expected = wanted.expected;
    const auto order = [](const auto& a, const auto& b) { return teach::expected_line(a) < teach::expected_line(b); };
    std::sort(expected.begin(), expected.end(), order);
    std::sort(seen.begin(), seen.end(), order);
    if (expected == seen) return {};
    std::string text = "findings differ\n";
    for (const auto& finding : expected) text += "    expected  " + teach::expected_line(finding) + "\n";
    for (const auto& finding : seen) text += "    seen      " + teach::expected_line(finding) + "\n";
    return text;
}

// A statement of a case that does not run makes the case test something else than it says.
std::string failed_statement(const Map& map, const Rule& rule) {
    if (rule.short_name().find("statement") != std::string_view::npos) return {};
    auto row = map.prepare("select line, message from load_notes where kind in ('failed', 'refused', 'unread', 'cut_off')");
    if (!row.ok() || !row.step()) return {};
    return fmt::format("line {} of the case's input: {}", row.integer(0), row.text(1));
}

// The domain that reads cases in a language: the rule's own before others, and one that finds its sources by itself
// before one that reads only where it is named.
const Domain* reader_of(const Rule& rule, std::string_view language) {
    const Domain* other = nullptr;
    for (const Domain* domain : catalogue::domains()) {
        const auto languages = split(domain->case_languages, ' ');
        if (!domain->read_case || std::find(languages.begin(), languages.end(), language) == languages.end()) continue;
        if (domain->name == rule.domain()) return domain;
        if (!other || (!other->discover && domain->discover)) other = domain;
    }
    return other;
}

// The statements that run on the case's schema.
std::string read_workload(const Rule& rule, const teach::Case& wanted, ReadContext context, Workspace& workspace) {
    if (wanted.workload.empty()) return {};
    context.as = "workload";
    const auto* reader = reader_of(rule, context.as);
    if (!reader) return "no domain reads workloads";
    const auto done = reader->read_case(wanted.workload, wanted.needs, context, workspace);
    return done ? std::string{} : done.error().text();
}

// Runs the prover on every finding: all must end as the case says.
std::string check_proofs(const Rule& rule, const teach::Case& wanted, Report& report, const Workspace& workspace,
                         ReadContext& context) {
    const Prover prover = catalogue::prover(rule);
    if (!prover) return "the case expects a proof, but the rule names no prover";
    for (auto& finding : report.findings()) {
        auto database = laboratory_of(workspace, finding.subject, context);
        if (!database || !*database) return "no database in the lab for the experiment";
        Lab lab{**database};
        Budget budget{Milliseconds{60'000}};
        const auto outcome = prover({finding, finding.subject, *workspace.map}, lab, budget);
        finding.proof_state = outcome.state;
        finding.untried = outcome.reason;
        if (proof_text(finding) != wanted.proof)
            return fmt::format("proof of {}: expected {}, got {}", finding.object, wanted.proof, proof_text(finding));
    }
    return {};
}

}  // namespace

CaseResult PageRunner::run(const Rule& rule, const teach::Case& wanted) {
    CaseResult result{wanted.line, false, {}, {}};
    const auto problem = [&](std::string text) {
        result.problem = std::move(text);
        return result;
    };
    auto& server = wanted.postgres_major ? newer_ : server_;
    if (wanted.postgres_major && wanted.postgres_major != newer_major_) {
        newer_.reset();
        newer_major_ = wanted.postgres_major;
        if (auto there = lab::choose_installation(wanted.postgres_major); !there || there->major != wanted.postgres_major) {
            result.skipped = true;
            return problem(fmt::format("needs PostgreSQL {}", wanted.postgres_major));
        }
    }
    Progress progress;
    Report report;
    Workspace workspace;
    ReadContext context{progress, report, wanted.postgres_major, false, {}, server, wanted.language};
    const auto* reader = reader_of(rule, wanted.language);
    if (!reader) return problem(fmt::format("no domain reads cases in '{}'", wanted.language));
    if (auto done = reader->read_case(wanted.input, wanted.needs, context, workspace); !done) return problem(done.error().text());
    if (auto failed = read_workload(rule, wanted, context, workspace); !failed.empty()) return problem(failed);
    const auto map = build_map(workspace, wanted.amend);
    if (!map) return problem("the map block does not fit the map");
    workspace.map = map.get();
    if (auto failed = failed_statement(*map, rule); !failed.empty()) return problem(failed);
    if (auto done = run_rule(rule, workspace, report); !done) return problem(done.error().text());
    if (!report.not_run().empty()) return problem("the rule did not run: it needs " + report.not_run().front().needs);
    report.finish();
    if (!wanted.proof.empty())
        if (auto differs = check_proofs(rule, wanted, report, workspace, context); !differs.empty()) return problem(differs);
    result.seen = seen_in(report);
    if (wanted.fires && result.seen.empty()) return problem("the rule does not fire");
    return problem(difference(wanted, result.seen));
}

}  // namespace assay

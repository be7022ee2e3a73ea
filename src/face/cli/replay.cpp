// assay replay: does an experiment again and shows every statement of it.
#include <fmt/core.h>

#include <algorithm>

#include "face/cli/request.h"

namespace assay::cli {

namespace {

void print_proof(std::string_view title, const Proof& proof) {
    fmt::print("{}: {}\n  before: {}\n  after:  {}\n", title, proof.method(), proof.before(), proof.after());
    for (const auto& statement : proof.transcript()) fmt::print("    {};\n", statement);
}

int run(const Arguments& arguments) {
    const auto key = arguments.text("KEY");
    const auto at = key.find('@');
    if (at == key.npos) return give_up(fmt::format("'{}' is no key; a key reads rule@hash", key));
    auto narrowed = arguments;
    narrowed.values["--rule"] = {key.substr(0, at)};
    auto run = prepare_run(narrowed);
    if (!run) return give_up(run.error().text());
    choose_reader((*run)->request, {key});
    if (auto done = find_findings(**run); !done) return give_up(done.error().text());
    auto& findings = (*run)->session->report().findings();
    const auto finding = std::find_if(findings.begin(), findings.end(), [&](const Finding& f) { return f.key == key; });
    if (finding == findings.end()) return give_up(fmt::format("{} is not found in these sources any more", key));
    Budget budget{Milliseconds{600'000}};
    (*run)->session->prove_one(*finding, budget);
    fmt::print("{}\n{}: {}\n{}\n", finding->object, name(finding->severity), finding->message, proof_text(*finding));
    if (finding->proof) print_proof("experiment", *finding->proof);
    if (finding->fix && finding->fix->proof) print_proof("fix", *finding->fix->proof);
    return finding->proof_state == ProofState::refuted ? clean : found;
}

}  // namespace

extern const Command replay;
const Command replay{"replay", "Do a finding's experiment again, statement by statement",
                     "assay replay postgres/unindexed-foreign-key@0123456789 db/migrations",
                     with_source_options({{"KEY", "The finding's key", OptionKind::positional, {}, {}, true}}), run};

}  // namespace assay::cli

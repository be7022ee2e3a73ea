// assay explain: the page of a rule.
#include <fmt/core.h>

#include "face/cli/command.h"
#include "face/rule_pages.h"

namespace assay::cli {

namespace {

int run(const Arguments& arguments) {
    const auto rule = find_rule(arguments.text("RULE"));
    if (!rule) return give_up(rule.error().text());
    const auto& facts = (*rule)->facts;
    fmt::print("{}\n  {} ({}), {}{}\n", facts.id.text, name(facts.severity), name(facts.effect),
               facts.on ? "on by default" : "off by default",
               facts.prover.empty() ? "" : fmt::format(", proven by {}", facts.prover));
    if (!facts.basis.empty()) fmt::print("  basis: {}\n", facts.basis);
    fmt::print("\n{}\n", page_of(**rule, arguments.has("--cases")));
    return clean;
}

}  // namespace

extern const Command explain;
const Command explain{"explain", "Explain a rule", "assay explain unindexed-foreign-key",
                      {{"RULE", "A rule's id, its name, or a finding's key", OptionKind::positional, {}, {}, true},
                       {"--cases", "With the cases that test it", OptionKind::flag}},
                      run};

}  // namespace assay::cli

// assay explain: the page of a rule.
#include <fmt/core.h>

#include "core/catalogue.h"
#include "core/text.h"
#include "face/cli/command.h"

namespace assay::cli {

namespace {

const Rule* find_rule(std::string_view wanted) {
    // A finding's key names its rule too.
    wanted = wanted.substr(0, wanted.find('@'));
    for (const auto& rule : catalogue::rules())
        if (rule.facts.id.text == wanted || rule.short_name() == wanted) return &rule;
    return nullptr;
}

int run(const Arguments& arguments) {
    const auto wanted = arguments.text("RULE");
    const Rule* rule = find_rule(wanted);
    if (!rule) {
        std::vector<std::string_view> names;
        for (const auto& known : catalogue::rules()) names.push_back(known.facts.id.text), names.push_back(known.short_name());
        const auto near = nearest(wanted, names);
        return give_up(fmt::format("there is no rule '{}'{}", wanted, near.empty() ? "" : ": did you mean '" + near + "'?"));
    }
    const auto& facts = rule->facts;
    fmt::print("{}\n  {} ({}), {}{}\n", facts.id.text, name(facts.severity), name(facts.effect),
               facts.on ? "on by default" : "off by default",
               facts.prover.empty() ? "" : fmt::format(", proven by {}", facts.prover));
    if (!facts.basis.empty()) fmt::print("  basis: {}\n", facts.basis);
    // The cases are the page's tests; a reader who wants them asks.
    auto page = rule->page;
    if (!arguments.has("--cases"))
        if (const auto cases = page.find("\n## Cases"); cases != page.npos) page = page.substr(0, cases);
    fmt::print("\n{}\n", trimmed(page));
    return clean;
}

}  // namespace

extern const Command explain;
const Command explain{"explain", "Explain a rule", "assay explain unindexed-foreign-key",
                      {{"RULE", "A rule's id, its name, or a finding's key", OptionKind::positional, {}, {}, true},
                       {"--cases", "With the cases that test it", OptionKind::flag}},
                      run};

}  // namespace assay::cli

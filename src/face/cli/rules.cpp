// assay rules: what can be found, by domain.
#include <fmt/core.h>

#include "core/catalogue.h"
#include "face/cli/command.h"

namespace assay::cli {

namespace {

int run(const Arguments& arguments) {
    const auto domain = arguments.text("DOMAIN");
    int count = 0, off = 0;
    for (const auto& rule : catalogue::rules()) {
        if (!domain.empty() && rule.domain() != domain) continue;
        ++count;
        off += !rule.facts.on;
        fmt::print("{:<44} {:<8} {:<11} {}{}\n", rule.facts.id.text, name(rule.facts.severity), name(rule.facts.effect),
                   rule.facts.title, rule.facts.on ? "" : " (off by default)");
    }
    if (count == 0) return give_up(fmt::format("there are no rules of a domain '{}'", domain));
    fmt::print("\n{} rules, {} of them off by default. assay explain RULE tells more.\n", count, off);
    return clean;
}

}  // namespace

extern const Command rules;
const Command rules{"rules", "List the rules", "assay rules postgres", {{"DOMAIN", "Only this domain", OptionKind::positional}}, run};

}  // namespace assay::cli

// explain_rule: the page of a rule, or the rules of a domain.
#include <fmt/core.h>

#include <algorithm>

#include "core/catalogue.h"
#include "core/text.h"
#include "face/cli/commands.h"
#include "face/mcp/findings.h"
#include "face/rule_pages.h"

namespace assay::mcp::tools {

namespace {

bool speaks_of(const Rule& rule, std::string_view about) {
    return about.empty() || about == rule.domain() || std::string_view{rule.facts.id.text}.find(about) != about.npos ||
           std::string_view{rule.facts.title}.find(about) != about.npos;
}

Json rules_about(std::string_view about) {
    Json rules = Json::object();
    std::size_t bytes = 0, more = 0;
    for (const auto& rule : catalogue::rules()) {
        if (!speaks_of(rule, about)) continue;
        bytes += std::string_view{rule.facts.id.text}.size() + std::string_view{rule.facts.title}.size() + 6;
        if (bytes > result_bytes)
            ++more;
        else
            rules[std::string{rule.facts.id.text}] = rule.facts.title;
    }
    Json result{{"rules", std::move(rules)}};
    if (more > 0) result["more"] = more;
    return result;
}

Result<Json> run(const Json& arguments, Call&, Desk&) {
    const auto wanted = text_in(arguments, "rule");
    if (!wanted) return rules_about(text_in(arguments, "about").value_or(""));
    const auto rule = find_rule(*wanted);
    if (!rule) return tl::unexpected(rule.error());
    const auto& facts = (*rule)->facts;
    return Json{{"rule", facts.id.text}, {"title", facts.title}, {"severity", name(facts.severity)}, {"effect", name(facts.effect)}, {"on", facts.on},
                {"basis", facts.basis}, {"page", cut(page_of(**rule, flag_in(arguments, "cases")), result_bytes)}};
}

}  // namespace

const Consultation explain_rule{
    .name = "explain_rule",
    .title = "Explain a rule",
    .about = "The page of a rule or finding: what it finds, why it matters (with figures), when it is wrong, the fix. Without a rule: a list.",
    .command = &cli::explain,
    .parameters = {{"rule", "RULE"}, {"cases", "--cases"}, {"about", "", "List the rules of this domain or about this word"}},
    .output = R"({"type":"object","properties":{"page":{"type":"string"},"rules":{"type":"object"}}})",
    .run = run,
    .experiments = false,
    .verbs = {"rules"},
};

}  // namespace assay::mcp::tools

#include "face/rule_pages.h"

#include <fmt/core.h>

#include <vector>

#include "core/catalogue.h"
#include "core/nearest.h"
#include "core/text.h"

namespace assay {

Result<const Rule*> find_rule(std::string_view wanted) {
    wanted = wanted.substr(0, wanted.find('@'));
    std::vector<std::string_view> names;
    for (const auto& rule : catalogue::rules()) {
        if (rule.facts.id.text == wanted || rule.short_name() == wanted) return &rule;
        names.push_back(rule.facts.id.text);
        names.push_back(rule.short_name());
    }
    const auto near = nearest(wanted, names);
    return fail(fmt::format("there is no rule '{}'{}", wanted, near.empty() ? "" : ": did you mean '" + near + "'?"));
}

std::string_view page_of(const Rule& rule, bool with_cases) {
    const std::string_view page = rule.page;
    return trimmed(with_cases ? page : page.substr(0, page.find("\n## Cases")));
}

}  // namespace assay

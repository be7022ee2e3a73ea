// assay ask: the part that looks at the user's own system.
#include <algorithm>

#include "face/cli/ask.h"

namespace assay::cli {

Result<std::unique_ptr<Run>> look_here(const Arguments& arguments, const std::vector<std::string>& rules) {
    auto run = prepare_run(arguments);
    if (!run) return run;
    Request& request = (*run)->request;
    request.prove = Prove::none;
    request.try_fixes = false;
    request.wanted = [rules](const Rule& rule) { return std::find(rules.begin(), rules.end(), rule.facts.id.text) != rules.end(); };
    choose_reader(request, rules);
    if (auto done = find_findings(**run); !done) return tl::unexpected(done.error());
    return run;
}

}  // namespace assay::cli

// Trying the safe form of a statement: does any of its steps read or write a table while others wait for it?
#pragma once

#include <optional>
#include <string>

#include "domain/migration/prove/observer.h"

namespace assay::migration {

// Runs the statements of a fix in the experiment's transaction, one after another, and looks at what each takes.
// Nothing when one does not run, or keeps others waiting while it works. `before` is what the statement did itself.
std::optional<Proof> try_safe_form(const std::string& fix, const std::string& before, Lab& lab, Observer& observer);

}  // namespace assay::migration

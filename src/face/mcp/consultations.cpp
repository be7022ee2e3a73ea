// The list of consultations.
#include "face/mcp/consultation.h"

namespace assay::mcp {

const std::vector<const Consultation*>& consultations() {
    static const std::vector<const Consultation*> all{&tools::check, &tools::report, &tools::fix, &tools::map,
                                                      &tools::sql, &tools::explain, &tools::query_explain, &tools::query_lint,
                                                      &tools::query_index, &tools::query_log, &tools::migrate, &tools::doctor};
    return all;
}

}  // namespace assay::mcp

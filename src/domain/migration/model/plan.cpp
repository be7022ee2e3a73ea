#include "domain/migration/model/plan.h"

namespace assay::migration {

std::string_view name(Stage stage) {
    constexpr std::string_view names[]{"expand", "backfill", "validate", "switch", "contract"};
    return names[static_cast<int>(stage)];
}

std::string_view name(Runs runs) {
    constexpr std::string_view names[]{"one", "none", "batches", "one"};
    return names[static_cast<int>(runs)];
}

}  // namespace assay::migration

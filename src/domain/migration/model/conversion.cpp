#include "domain/migration/model/conversion.h"

#include <algorithm>

namespace assay::migration {

std::string_view name(Harm harm) {
    switch (harm) {
        case Harm::data: return "data";
        case Harm::behaviour: return "behaviour";
        case Harm::speed: return "speed";
        case Harm::note: return "note";
    }
    return {};
}

std::size_t Conversion::failed() const {
    return static_cast<std::size_t>(std::count_if(statements.begin(), statements.end(), [](const ConvertedStatement& each) { return !each.error.empty(); }));
}

}  // namespace assay::migration

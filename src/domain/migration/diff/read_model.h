// A database of the map as a model: the queries of objects/, rights, and who needs whom.
#pragma once

#include <cstdint>

#include "domain/migration/model/objects.h"

namespace assay {
class Map;
}

namespace assay::migration::diff {

// An Error: a saved map that an older version made, without what is asked.
Result<Model> read_model(const Map& map, std::int64_t database_id);

}  // namespace assay::migration::diff

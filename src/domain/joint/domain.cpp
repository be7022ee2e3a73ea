// The joint domain: rules over facts of several domains or databases; it reads nothing of its own.
#include "domain/domain.h"

namespace assay::joint {

extern const Domain domain;
const Domain domain{.name = "joint", .title = "Facts joined across artefacts"};

}  // namespace assay::joint

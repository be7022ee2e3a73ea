// Order: the statements of a plan one after another, each when what it needs is there and before what it needs goes.
#pragma once

#include "domain/migration/diff/write.h"

namespace assay::migration::diff {

struct Ordered {
    Statements statements;
    bool bodies_too_early = false;  // some function is made before what its text calls: its text must not be looked at then
    bool circular = false;          // there is no such order; the statements stand in the likeliest
};

Ordered in_order(const Writing& writing);

}  // namespace assay::migration::diff

// Marks: what the comments of a migration say to the tools that read them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/migration/model/migration.h"

namespace assay::migration {

// How the tool of this convention runs the file, as far as its marks and the files beside it tell.
Scope wrap_of(sql::Convention convention, const std::string& path, std::string_view text);

// Comments of squawk, eugene, Atlas and pgfence that switch checks off. `comment` is all that stands between a
// statement and the one before.
struct Ignored {
    std::vector<std::string> rules;  // short names of ours; "*": all
    std::string mark;                // "squawk-ignore"
    bool whole_file = false;
};
std::vector<Ignored> ignores_in(std::string_view comment);

// What ignore comments call our rules: a peer's id, our rule's short name.
struct PeerName {
    std::string_view peer, id, rule;
};
const std::vector<PeerName>& peer_names();

}  // namespace assay::migration

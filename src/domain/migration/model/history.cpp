#include "domain/migration/model/history.h"

#include <algorithm>

#include "core/text.h"

namespace assay::migration {

namespace {

// Tools keep versions with or without leading zeros, and Prisma the whole name.
std::string_view without_zeros(std::string_view version) {
    while (version.size() > 1 && version[0] == '0') version.remove_prefix(1);
    return version;
}

}  // namespace

std::vector<const Version*> History::heads() const {
    std::vector<const Version*> found;
    for (const auto& version : versions) {
        const bool is_parent = std::any_of(versions.begin(), versions.end(), [&](const Version& other) {
            return std::find(other.parents.begin(), other.parents.end(), version.version) != other.parents.end();
        });
        if (!is_parent) found.push_back(&version);
    }
    return found;
}

bool History::goes_back() const {
    return std::any_of(versions.begin(), versions.end(), [](const Version& version) { return !version.down.empty(); });
}

const AppliedVersion* Applied::find(const Version& version) const {
    const auto found = std::find_if(versions.begin(), versions.end(), [&](const AppliedVersion& each) {
        const bool by_name = !each.name.empty() && (each.name == version.name || starts_with(version.name, each.name + "/") || each.name + ".py" == version.name);
        return by_name || (!version.version.empty() && without_zeros(each.version) == without_zeros(version.version));
    });
    return found == versions.end() ? nullptr : &*found;
}

}  // namespace assay::migration

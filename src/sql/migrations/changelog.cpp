#include "sql/migrations/changelog.h"

#include <algorithm>

#include "core/text.h"
#include "world/limits.h"

namespace assay::sql {

std::string_view Element::attribute(std::string_view key) const {
    const auto found = attributes.find(key);
    return found == attributes.end() ? std::string_view{} : std::string_view{found->second};
}

const Element* Element::child(std::string_view child_name) const {
    const auto found = std::find_if(children.begin(), children.end(), [&](const Element& each) { return each.name == child_name; });
    return found == children.end() ? nullptr : &*found;
}

Result<Element> read_changelog(std::string_view text, const std::string& file) {
    if (text.size() > limits::statement_bytes * 16) return fail("a changelog of more than 16 MiB", {file});
    return ends_with(file, ".xml") ? read_changelog_xml(text, file) : read_changelog_yaml(text, file);
}

}  // namespace assay::sql

#include "domain/migration/model/objects.h"

#include <algorithm>

#include "core/text.h"

namespace assay::migration::diff {

const std::string& Object::fact(std::string_view wanted) const {
    static const std::string none;
    const auto found = facts.find(wanted);
    return found == facts.end() ? none : found->second;
}

int Model::find(Kind kind, std::string_view name) const {
    const auto found = by_name.find(std::pair{kind, std::string{name}});
    return found == by_name.end() ? -1 : found->second;
}

std::string spoken(const Object& object) {
    constexpr std::string_view usual = "public.";
    std::string text = object.name;
    if (starts_with(text, usual)) text = text.substr(usual.size());
    text = replaced(text, " on public.", " on ");
    switch (object.kind) {
        case Kind::other: return text;
        case Kind::default_privileges: return "default privileges of " + text;
        case Kind::view: return (object.fact("kind") == "materialized" ? "materialized view " : "view ") + text;
        case Kind::type: return object.fact("kind") == "domain" ? "domain " + text : "type " + text;
        case Kind::table: return object.fact("kind") == "foreign" ? "foreign table " + text : "table " + text;
        case Kind::function: return object.fact("kind") == "window" ? "function " + text : object.fact("kind") + " " + text;
        default: return std::string{kind_names[static_cast<std::size_t>(object.kind)]} + " " + text;
    }
}

}  // namespace assay::migration::diff

#include "domain/migration/engines/names.h"

#include <fmt/core.h>
#include <xxhash.h>

#include "core/utf8.h"

namespace assay::migration {

namespace {

constexpr std::size_t hash_digits = 8;

}  // namespace

std::string short_name(std::string_view name) {
    if (name.size() <= longest_name) return std::string{name};
    const auto hash = fmt::format("{:08x}", static_cast<std::uint32_t>(XXH3_64bits(name.data(), name.size())));
    return std::string{name.substr(0, utf8::boundary(name, longest_name - hash_digits - 1))} + "_" + hash;
}

std::string Taken::take(const std::string& wanted) {
    auto name = short_name(wanted);
    for (int number = 2; names_.count(name) > 0; ++number) name = short_name(fmt::format("{}_{}", wanted, number));
    names_.insert(name);
    return name;
}

}  // namespace assay::migration

// Names in PostgreSQL: at most 63 bytes, lower case where that is wanted, relations unique in their schema.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace assay::migration {

inline constexpr std::size_t longest_name = 63;

// Cut where it is too long: its beginning, and a hash of the whole.
std::string short_name(std::string_view name);

// Names that are taken, of one kind in one schema.
class Taken {
public:
    // The name, or the next of "name_2", "name_3" that is free; it is taken then.
    std::string take(const std::string& wanted);
    bool has(const std::string& name) const { return names_.count(name) > 0; }

private:
    std::set<std::string, std::less<>> names_;
};

}  // namespace assay::migration

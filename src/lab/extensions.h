// Extensions in the lab: which may be loaded, and what stands in for those that the server lacks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay::lab {

// Why the lab does not load this extension; "" when it may.
std::string refusal_of_extension(std::string_view name);

// True for extensions that add nothing a schema could refer to (hints, auditing, statistics): where the
// server lacks them, knowing that they are wanted is enough.
bool adds_no_objects(std::string_view name);

// A file of src/lab/shims: SQL for a superuser, with @schema@ and @owner@ for quoted names, below a header
// of lines "-- key: value".
struct Shim {
    enum class Kind { extension, functions, platform };
    struct Role {
        std::string name;
        bool login = false;
        bool inherit = true;
        bool bypass_rls = false;
    };

    Kind kind = Kind::extension;
    int before = 0;  // servers from this major on have it themselves; 0: none has
    std::string requires_shim = {};
    std::vector<Role> roles = {};
    std::string_view sql;
};

// nullptr-like (empty sql) when there is no such file.
Shim find_shim(std::string_view name);

// SQL that lists what the current transaction made as members of an extension `name` of version "stub", so
// that "is it there?", COMMENT ON EXTENSION and readers that leave out extensions' objects work as usual.
std::string registration(std::string_view name, std::string_view schema, std::string_view owner);

}  // namespace assay::lab

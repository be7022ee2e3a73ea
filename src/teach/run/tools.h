// Tools: the programs that run examples of each language, as this machine has them.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::teach {

// What a machine lacks is skipped by its name. What was looked up is kept.
class Tools {
public:
    // The first thing that is missing for a language, and for modules of it; nothing where all is there.
    std::optional<std::string> missing(std::string_view language, const std::vector<std::string>& modules);

    // The program by its name; Debian's Python before one that a user put first: it has Debian's modules.
    std::string program(std::string_view name) const;
    // A folder node_modules: ASSAY_NODE_MODULES, the one in assay's cache, Debian's; empty where there is none.
    std::filesystem::path node_modules() const;
    // Of these modules of Java, a class path.
    static std::string class_path(const std::vector<std::string>& modules);

private:
    bool has_module(std::string_view language, const std::string& module) const;
    std::map<std::pair<std::string, std::string>, bool> known_;
};

}  // namespace assay::teach

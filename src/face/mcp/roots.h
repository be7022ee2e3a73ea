// Roots: the only files and databases that an assistant may have read.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/result.h"
#include "face/session.h"

namespace assay::mcp {

class Roots {
public:
    // Folders as the user named them; databases as NAME=postgres://…, so that no password passes through an assistant.
    static Result<Roots> make(const std::vector<std::string>& folders, const std::vector<std::string>& databases);

    const std::vector<std::filesystem::path>& folders() const { return folders_; }
    std::vector<std::string> database_names() const;

    // What to read for a source: the address of a database of that name, or a path inside a root, links resolved,
    // relative to the first root, which is the process's current folder. Else an Error.
    Result<std::string> admit(const std::string& source) const;
    // All that a run reads; with no source, the first root.
    Result<void> admit(Request& request) const;

    // A text for the assistant, without the databases' addresses and passwords.
    std::string masked(std::string text) const;

private:
    std::vector<std::filesystem::path> folders_;
    std::map<std::string, std::string> databases_;
};

}  // namespace assay::mcp

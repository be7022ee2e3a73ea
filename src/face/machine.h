// Machine: what this machine offers to assay, and what is missing.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "lab/lab.h"

namespace assay {

struct Machine {
    struct Started {
        double seconds = 0;
        std::filesystem::path socket_folder;
    };
    std::vector<lab::Installation> servers;
    Result<Started> lab;  // of a server that was started and is gone again
    Result<std::filesystem::path> cache;
    std::optional<std::filesystem::path> git;
};

Machine examine_machine();

bool has_hypopg(const lab::Installation& server);

inline constexpr std::string_view without_servers =
    "no PostgreSQL server was found: SQL files cannot be read and nothing can be proven. "
    "apt-get install postgresql-15 postgresql-15-hypopg, or set ASSAY_POSTGRES_BIN";
inline constexpr std::string_view without_git = "missing: --since and fix's check for uncommitted changes need it";

}  // namespace assay
